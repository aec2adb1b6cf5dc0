using System.Globalization;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Reports.Mismatches;

/// <summary>How a scheme comes to the count of a page, with its numbers.</summary>
internal static class CountRule
{
    /// <summary>The rule in one line.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="folio">The folio that holds the page, in the model.</param>
    /// <param name="count">The page's count.</param>
    public static string Of(AccountingScheme scheme, FolioSnapshot folio, long count)
    {
        if (folio.Order == 0)
            return Text($"a small folio has its own mapcount: {count}");
        var pages = 1L << folio.Order;
        var entire = folio.EntireMapcount ?? 0;
        return scheme switch
        {
            AccountingScheme.PageMapcount =>
                Text($"page-mapcount: entire mappings + PTE mappings of the page = {entire} + {count - entire} = {count}"),
            AccountingScheme.NoPageMapcount when folio.Mapcount <= entire => Text($"no-page-mapcount: only entire mappings: {entire}"),
            AccountingScheme.NoPageMapcount =>
                Text($"no-page-mapcount: average = {entire} + round({folio.Mapcount - entire}/{pages}) = {AtLeastOne(entire + Rounded(folio.Mapcount - entire, pages), count)}"),
            _ => Text($"total-mapped-pages: average = round({folio.TotalMappedPages}/{pages}) = {AtLeastOne(Rounded(folio.TotalMappedPages ?? 0, pages), count)}"),
        };
    }

    private static long Rounded(long dividend, long divisor) => (dividend + (divisor / 2)) / divisor;

    private static string AtLeastOne(long average, long count) =>
        average == count ? Text($"{count}") : Text($"{average}, but at least {count} while anything is mapped");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
