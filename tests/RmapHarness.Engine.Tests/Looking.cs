using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests;

/// <summary>Short ways to ask a snapshot.</summary>
internal static class Looking
{
    public static ProcSnapshot Of(this Observation observation, int process) => observation.Processes.Single(p => p.Process == process);

    /// <summary>Sum over the VMAs, in kB.</summary>
    public static long Sum(this ProcSnapshot snapshot, SmapsField field) => snapshot.Vmas.Sum(v => v.Counters[field]);

    public static PageRun Page(this ProcSnapshot snapshot, long page, int pageShift = 12)
    {
        var number = (Arena.Start >> pageShift) + (ulong)page;
        return snapshot.Pages.Single(r => r.FirstPage <= number && number < r.EndPage);
    }

    /// <summary>Bit 57 of pagemap.</summary>
    public static bool IsUffdProtected(this ProcSnapshot snapshot, long page) => (snapshot.Page(page).Pagemap & PagemapBits.UffdWriteProtected) != 0;

    /// <summary>Whether the VMAs have the letters of userfaultfd's write protection.</summary>
    public static IEnumerable<bool> Watched(this ProcSnapshot snapshot) => snapshot.Vmas.Select(vma => vma.Flags.Contains("uw"));

    /// <summary>kpagecount of pages first..last, which must be alike.</summary>
    public static long Count(this ProcSnapshot snapshot, long first, long last)
    {
        var counts = Enumerable.Range((int)first, (int)(last - first + 1)).Select(p => snapshot.Page(p).MapCount).Distinct().ToList();
        Assert.That(counts, Has.Count.EqualTo(1), "the pages do not have one count");
        return counts[0];
    }

    public static long Frame(this ProcSnapshot snapshot, long page)
    {
        var run = snapshot.Page(page);
        return run.FrameOf((Arena.Start >> 12) + (ulong)page);
    }
}
