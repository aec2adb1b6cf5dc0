using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Reports.Mismatches;

/// <summary>How a kernel comes to call a page exclusive (private) or not.</summary>
internal static class SharingRule
{
    /// <summary>The rule in one line.</summary>
    /// <param name="profile">The kernel.</param>
    /// <param name="folio">The folio that holds the page, in the model.</param>
    /// <param name="process">Index of the process that asks.</param>
    /// <param name="count">The page's count.</param>
    /// <param name="names">The author's names of the processes.</param>
    public static string Of(KernelProfile profile, FolioSnapshot folio, int process, long count, IReadOnlyList<string> names)
    {
        if (folio.Order == 0 || profile.Scheme == Engine.Rmap.AccountingScheme.PageMapcount)
            return count == 1 ? "exclusive: the page's mapcount is 1" : $"not exclusive: the page's mapcount is {count}, not 1";
        var owner = folio.Owners.ToList().IndexOf(process);
        var isShared = owner >= 0 && folio.MaybeMappedShared[owner];
        var owners = string.Join(", ", folio.Owners.Select(index => names[index]));
        return $"{(isShared ? "not exclusive" : "exclusive")}: {Words.Of(profile.Tracker)} says that the folio is {(isShared ? "maybe shared" : "mapped exclusively")}; mapped by {owners}";
    }
}
