using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Reports.Mismatches;

/// <summary>How a field of smaps adds up over the pages of its VMA.</summary>
internal static class ShareRule
{
    /// <summary>The sum in one line; null for a field that is no sum over pages.</summary>
    /// <param name="field">The field.</param>
    /// <param name="process">The model's process.</param>
    /// <param name="vma">The VMA.</param>
    /// <param name="geometry">Sizes.</param>
    public static string? Of(SmapsField field, ProcSnapshot process, VmaSnapshot vma, Geometry geometry)
    {
        var (first, end) = (vma.Start >> geometry.PageShift, vma.End >> geometry.PageShift);
        var kilobytes = (long)(geometry.PageSize >> 10);
        var present = process.Pages
            .Where(run => run.FirstPage < end && run.EndPage > first && run.Frame >= 0 && (run.Flags & KpageFlags.ZeroPage) == 0)
            .Select(run => (Run: run, Kb: (long)(Math.Min(end, run.EndPage) - Math.Max(first, run.FirstPage)) * kilobytes))
            .ToList();
        if (present.Count == 0)
            return "no page is present";
        switch (field)
        {
            case SmapsField.Rss:
                return Text($"{present.Sum(part => part.Kb) / kilobytes} present pages * {kilobytes} kB");
            case SmapsField.Pss:
                var shares = present.GroupBy(part => part.Run.MapCount).OrderBy(group => group.Key);
                return $"each page's size by its count: {string.Join(" + ", shares.Select(group => Text($"{group.Sum(part => part.Kb)} kB / {group.Key}")))}";
            case SmapsField.Private_Clean or SmapsField.Private_Dirty or SmapsField.Shared_Clean or SmapsField.Shared_Dirty:
                var exclusive = present.Where(part => part.Run.Pagemap.HasFlag(PagemapBits.MmapExclusive)).Sum(part => part.Kb);
                return Text($"{exclusive} kB in pages that are exclusive, {present.Sum(part => part.Kb) - exclusive} kB in pages that are not");
            case SmapsField.AnonHugePages or SmapsField.ShmemPmdMapped or SmapsField.FilePmdMapped:
                var huge = present.Where(part => part.Run.Level == MappingLevel.Pmd).Sum(part => part.Kb);
                return Text($"{huge} kB mapped by PMD entries");
            default:
                return null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
