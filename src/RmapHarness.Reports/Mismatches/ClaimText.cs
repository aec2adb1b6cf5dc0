using System.Globalization;
using RmapHarness.Verdicts.Claims;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Mismatches;

/// <summary>Tells of a claim that did not hold who disagrees with the author: the model, the kernel, or both.</summary>
internal static class ClaimText
{
    /// <summary>One line for each claim.</summary>
    /// <param name="differences">The mismatches of a step; those that are not of claims are left out.</param>
    /// <param name="placeOf">The author's words for a place.</param>
    public static IEnumerable<string> Lines(IEnumerable<Difference> differences, Func<Difference, string> placeOf) =>
        from difference in differences
        where difference.Observable == Observable.Claim
        group difference by (difference.Process, Place: placeOf(difference), difference.Field, difference.Expected) into claim
        select string.Create(
            CultureInfo.InvariantCulture,
            $"claim {claim.Key.Process} {claim.Key.Place} {claim.Key.Field}: {Sentence(claim.Key.Expected, Side(claim, ClaimCheck.Model), Side(claim, ClaimCheck.Kernel))}");

    private static string? Side(IEnumerable<Difference> claim, string side) => claim
        .Where(difference => difference.Observed.StartsWith($"{side}: ", StringComparison.Ordinal))
        .Select(difference => difference.Observed[(side.Length + 2)..])
        .FirstOrDefault();

    private static string Sentence(string claimed, string? model, string? kernel)
    {
        if (model is null)
            return $"the author and the model say {claimed}, the kernel says {kernel}";
        if (kernel is null)
            return $"the author and the kernel say {claimed}, the model says {model}";
        return model == kernel
            ? $"the author says {claimed}, model and kernel agree on {model}"
            : $"the author says {claimed}, the model {model}, the kernel {kernel}";
    }
}
