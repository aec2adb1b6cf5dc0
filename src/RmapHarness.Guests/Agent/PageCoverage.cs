using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>The page runs of a process cover every page of its VMAs, once, in order, and no other.</summary>
internal static class PageCoverage
{
    /// <exception cref="FormatException">They do not.</exception>
    public static void Check(IReadOnlyList<VmaSnapshot> vmas, IReadOnlyList<PageRun> pages, ulong pageSize)
    {
        var run = 0;
        var next = pages.Count > 0 ? pages[0].FirstPage : 0;
        foreach (var vma in vmas)
        {
            var page = vma.Start / pageSize;
            var end = vma.End / pageSize;
            while (page < end)
            {
                if (run == pages.Count || next != page)
                    throw Uncovered(page);
                page = Math.Min(end, pages[run].EndPage);
                next = page;
                if (page == pages[run].EndPage && ++run < pages.Count)
                    next = pages[run].FirstPage;
            }
        }

        if (run < pages.Count)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"page {next:x} belongs to no VMA"));
    }

    private static FormatException Uncovered(ulong page) =>
        new(string.Create(CultureInfo.InvariantCulture, $"page {page:x} of a VMA is missing, or out of order"));
}
