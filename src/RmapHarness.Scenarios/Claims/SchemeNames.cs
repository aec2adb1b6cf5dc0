using RmapHarness.Engine.Rmap;

namespace RmapHarness.Scenarios.Claims;

/// <summary>How scenarios spell the accounting schemes.</summary>
internal static class SchemeNames
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, AccountingScheme> All { get; } = new Dictionary<string, AccountingScheme>
    {
        ["page-mapcount"] = AccountingScheme.PageMapcount,
        ["no-page-mapcount"] = AccountingScheme.NoPageMapcount,
        ["total-mapped-pages"] = AccountingScheme.TotalMappedPages,
    };
}
