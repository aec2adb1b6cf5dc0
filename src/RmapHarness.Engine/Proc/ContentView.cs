using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// What loads of every page of a process give, whether it is present or not. Of a VMA of more than <see cref="WholeVma"/> bytes only
/// the pages that have an entry are read, because a load allocates shared memory. The loads leave their mark on the machine, as they do on a kernel.
/// </summary>
public static class ContentView
{
    /// <summary>Bytes of the largest VMA that is read as a whole; vm/agent/content.c has the same.</summary>
    public const ulong WholeVma = 256UL << 20;

    /// <summary>The contents of all live processes of a machine.</summary>
    internal static IReadOnlyList<ProcContents> Of(Machine machine) =>
        [.. machine.Tasks.Select(task => new ProcContents(task.Number, Runs(machine, task.Mm)))];

    private static List<ContentRun> Runs(Machine machine, AddressSpace mm)
    {
        var runs = new List<ContentRun>();
        foreach (var vma in mm.Vmas)
        {
            var whole = (ulong)vma.Pages << machine.Profile.Geometry.PageShift <= WholeVma;
            var at = vma.Start;
            foreach (var extent in mm.PageTable.Copy(vma.Start, vma.End))
            {
                if (whole)
                    AddAbsent(machine, mm, vma, at, extent.Page, runs);
                if ((extent.Flags & EntryFlags.Guard) != 0)
                    Add(runs, new ContentRun((ulong)extent.Page, (ulong)extent.Pages, 0, 0, -Errno.SegmentationFault));
                else
                    AddFrames(machine, extent.Page, extent.Frame, extent.Pages, extent.FrameStride, runs);
                at = extent.End;
            }

            if (whole)
                AddAbsent(machine, mm, vma, at, vma.End, runs);
        }

        return runs;
    }

    // Anonymous memory that nobody has stored to holds zeros.
    private static void AddAbsent(Machine machine, AddressSpace mm, Vma vma, long from, long to, List<ContentRun> runs)
    {
        if (vma.IsAnonymous)
            Add(runs, new ContentRun((ulong)from, (ulong)(to - from), 0, 0));
        else
            AddFaulted(machine, mm, vma, from, to, runs);
    }

    // Each load of a file's page may bring others too, even some behind the file's end, which is where all the rest ends with a signal.
    private static void AddFaulted(Machine machine, AddressSpace mm, Vma vma, long from, long to, List<ContentRun> runs)
    {
        // What the process may not read is read by force, and then both signals look alike (vm/agent/content.c).
        var signal = (vma.Flags & VmFlags.Read) != 0 ? -Errno.BusError : -Errno.SegmentationFault;
        for (var page = from; page < to;)
        {
            if (mm.PageTable.TryFind(page, out var entry))
            {
                var pages = Math.Min(entry.End, to) - page;
                AddFrames(machine, page, entry.Frame, pages, entry.FrameStride, runs);
                page += pages;
            }
            else if (Touch.Access(machine, mm, vma, page, to, write: false) == 0)
            {
                // The same window, or huge page, would be tried again for the pages beside it.
                var window = vma.IsHugetlb ? vma.HugePages : machine.Profile.FaultAroundPages;
                var end = mm.PageTable.NextPresent(page, Math.Min(to, ((page / window) + 1) * window));
                Add(runs, new ContentRun((ulong)page, (ulong)(end - page), 0, 0, signal));
                page = end;
            }
        }
    }

    private static void AddFrames(Machine machine, long page, long frame, long pages, int frameStride, List<ContentRun> runs)
    {
        if (frameStride == 0)
        {
            Add(runs, new ContentRun((ulong)page, (ulong)pages, 0, 0));
            return;
        }

        foreach (var (count, word, stride) in machine.Memory.Contents.Of(frame, pages))
        {
            Add(runs, new ContentRun((ulong)page, (ulong)count, word, stride));
            page += count;
        }
    }

    private static void Add(List<ContentRun> runs, in ContentRun run)
    {
        if (run.Pages == 0)
            return;
        if (runs.Count > 0 && runs[^1] is var last && last.EndPage == run.FirstPage && last.WordStride == run.WordStride
            && last.Signal == run.Signal && last.WordOf(run.FirstPage) == run.Word)
        {
            runs[^1] = last with { Pages = last.Pages + run.Pages };
        }
        else
        {
            runs.Add(run);
        }
    }
}
