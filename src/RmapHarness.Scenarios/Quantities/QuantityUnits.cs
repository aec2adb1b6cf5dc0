using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Quantities;

/// <summary>How authors spell the units.</summary>
internal static class QuantityUnits
{
    private static readonly Dictionary<string, QuantityUnit> ByName = new()
    {
        ["page"] = QuantityUnit.Page,
        ["pages"] = QuantityUnit.Page,
        ["pmd"] = QuantityUnit.Pmd,
        ["pmds"] = QuantityUnit.Pmd,
        ["pud"] = QuantityUnit.Pud,
        ["puds"] = QuantityUnit.Pud,
        ["KiB"] = QuantityUnit.KiB,
        ["MiB"] = QuantityUnit.MiB,
        ["GiB"] = QuantityUnit.GiB,
    };

    /// <summary>The units in one phrase, for messages.</summary>
    public const string Phrase = "pages, pmd, pmds, pud, puds, KiB, MiB or GiB";

    /// <summary>What every unit matches.</summary>
    public static string Pattern { get; } = $"({string.Join('|', ByName.Keys)})";

    /// <summary>Finds a unit.</summary>
    public static bool TryParse(string name, out QuantityUnit unit) => ByName.TryGetValue(name, out unit);

    /// <summary>The unit that somebody may have meant.</summary>
    public static string? Nearest(string name) => name.ToUpperInvariant() switch
    {
        "K" or "KB" => "KiB",
        "M" or "MB" => "MiB",
        "G" or "GB" => "GiB",
        _ => Spelling.Nearest(name, ByName.Keys),
    };
}
