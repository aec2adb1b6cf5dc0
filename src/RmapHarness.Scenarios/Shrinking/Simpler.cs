using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>Which value of an argument is simpler to read and to reason about than which.</summary>
internal static class Simpler
{
    private const int Written = 20;
    private static readonly string[] Sizes = ["1 page", "1 pmd", "2 pages", "2 pmds", "1/2 pmd"];

    /// <summary>Values to try in place of one, the simplest first; null: leave the argument out.</summary>
    public static IEnumerable<string?> ThanArgument(Parameter parameter, string value)
    {
        var cost = CostOf(parameter, value);
        if (!parameter.IsRequired)
            yield return null;
        foreach (var candidate in Candidates(parameter, value).Where(candidate => CostOf(parameter, candidate) < cost))
            yield return candidate;
    }

    /// <summary>What an argument costs: less for a simpler value, nothing if it is left out.</summary>
    public static int CostOf(Parameter parameter, string? value)
    {
        if (value is null)
            return 0;
        var rank = parameter.Type switch
        {
            SizeType => Rank(Sizes, value),
            RangeType => Rank(Ranges(value), value),
            NameType => 0,
            _ => Rank(parameter.Type.AllowedValues, value),
        };
        return rank + (parameter.IsRequired ? 0 : Written);
    }

    private static IEnumerable<string> Candidates(Parameter parameter, string value) => parameter.Type switch
    {
        SizeType => [.. Sizes, .. FirstTerm(value)],
        RangeType => Ranges(value),
        NameType => [],
        _ => parameter.Type.AllowedValues,
    };

    private static string[] Ranges(string value)
    {
        var open = value.IndexOf('[', StringComparison.Ordinal);
        var name = open < 0 ? value : value[..open];
        return [name, $"{name}[0]", $"{name}[0..1/2]", $"{name}[1/2..]", $"{name}[1]", $"{name}[0..1 pmd]", $"{name}[0..2]"];
    }

    // 1 pmd + 3 pages: 1 pmd.
    private static IEnumerable<string> FirstTerm(string value) =>
        QuantityParser.Parse(value, out _) is { Terms: [var first, _, ..] } ? [first.ToString()] : [];

    private static int Rank(IReadOnlyList<string> simple, string value)
    {
        for (var i = 0; i < simple.Count; i++)
        {
            if (simple[i] == value)
                return i;
        }

        return simple.Count + value.Length;
    }
}
