namespace RmapHarness.Engine.Rmap;

/// <summary>How a kernel counts the mappings of large folios.</summary>
public enum AccountingScheme
{
    /// <summary>CONFIG_PAGE_MAPCOUNT, and every kernel before 6.15: one mapcount per page.</summary>
    PageMapcount,

    /// <summary>CONFIG_NO_PAGE_MAPCOUNT (since 6.15): entire mapcount and large mapcount per folio.</summary>
    NoPageMapcount,

    /// <summary>The 2026 RFC "support arbitrary folio mappings": entries and total mapped pages per folio. No kernel has it yet.</summary>
    TotalMappedPages,
}
