using System.Globalization;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Signatures;

/// <summary>What makes two mismatches the same one while a scenario is made smaller: what differs, and which way.</summary>
/// <param name="Observable">What the value was read from.</param>
/// <param name="Field">Its name.</param>
/// <param name="Kind">Which way it differs: <c>too low</c> and <c>too high</c> for numbers, <c>EXPECTED, not OBSERVED</c> for words and bits; empty for frames.</param>
public sealed record MismatchKey(Observable Observable, string Field, string Kind)
{
    /// <summary>The key of a mismatch.</summary>
    public static MismatchKey Of(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return new MismatchKey(difference.Observable, difference.Field, KindOf(difference));
    }

    /// <summary>The key in one line, as in <c>smaps Pss too low</c>.</summary>
    public override string ToString() => $"{Observable.ToString().ToLowerInvariant()} {Field} {Kind}".TrimEnd();

    private static string KindOf(Difference difference)
    {
        var (expected, observed) = (difference.Expected, difference.Observed);

        // Which other frame it is means nothing in another scenario.
        if (difference.IsOfLayout)
            return "";
        if (difference.Observable is Observable.Smaps or Observable.Kpagecount
            && long.TryParse(expected, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            && long.TryParse(observed, NumberStyles.None, CultureInfo.InvariantCulture, out var right))
        {
            return right < left ? "too low" : "too high";
        }

        return IsAddress(expected) && IsAddress(observed) ? "another address" : $"{expected}, not {observed}";
    }

    private static bool IsAddress(string value) => value.StartsWith("0x", StringComparison.Ordinal);
}
