using System.Globalization;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Signatures;

/// <summary>What makes two mismatches the same one while a scenario is made smaller: what differs, and which way.</summary>
/// <param name="Observable">What the value was read from.</param>
/// <param name="Field">Its name.</param>
/// <param name="Kind">Which way it differs: <c>too low</c> and <c>too high</c> for numbers, otherwise <c>expected, observed</c>.</param>
public sealed record MismatchKey(Observable Observable, string Field, string Kind)
{
    /// <summary>The key of a mismatch.</summary>
    public static MismatchKey Of(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return new MismatchKey(difference.Observable, difference.Field, KindOf(difference.Expected, difference.Observed));
    }

    /// <summary>The key in one line, as in <c>smaps Pss too low</c>.</summary>
    public override string ToString() => $"{Observable.ToString().ToLowerInvariant()} {Field} {Kind}";

    // A bit is either 0 or 1: which one says more than too low.
    private static string KindOf(string expected, string observed)
    {
        var areNumbers = long.TryParse(expected, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
            & long.TryParse(observed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var right);
        if (areNumbers && (left is < 0 or > 1 || right is < 0 or > 1))
            return right < left ? "too low" : "too high";
        return IsAddress(expected) && IsAddress(observed) ? "another address" : $"{expected}, not {observed}";
    }

    private static bool IsAddress(string value) => value.StartsWith("0x", StringComparison.Ordinal);
}
