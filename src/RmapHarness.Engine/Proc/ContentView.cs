using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// What loads of every page of a process give, whether it is present or not. Of a VMA of more than <see cref="WholeVma"/> bytes only
/// the pages that have an entry are read, because a load allocates shared memory.
/// </summary>
public static class ContentView
{
    /// <summary>Bytes of the largest VMA that is read as a whole; vm/agent/content.c has the same.</summary>
    public const ulong WholeVma = 256UL << 20;

    /// <summary>The contents of all live processes of a machine.</summary>
    internal static IReadOnlyList<ProcContents> Of(Machine machine) =>
        [.. machine.Processes.Select(mm => new ProcContents(mm.Id, Runs(machine, mm)))];

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
                    AddAbsent(machine, vma, at, extent.Page, runs);
                if ((extent.Flags & EntryFlags.Guard) != 0)
                    Add(runs, new ContentRun((ulong)extent.Page, (ulong)extent.Pages, 0, 0, -Errno.SegmentationFault));
                else
                    AddFrames(machine, extent.Page, extent.Frame, extent.Pages, extent.FrameStride, runs);
                at = extent.End;
            }

            if (whole)
                AddAbsent(machine, vma, at, vma.End, runs);
        }

        return runs;
    }

    // A fault brings what the file holds, or else zeros; behind its end there is nothing.
    private static void AddAbsent(Machine machine, Vma vma, long from, long to, List<ContentRun> runs)
    {
        var missing = to;
        if (vma.File is { } file)
        {
            missing = Math.Clamp(vma.Start + (file.Pages - vma.Offset), from, to);
            foreach (var cached in file.Cache.Copy(vma.OffsetOf(from), vma.OffsetOf(missing)))
            {
                var page = cached.Page - vma.Offset + vma.Start;
                Add(runs, new ContentRun((ulong)from, (ulong)(page - from), 0, 0));
                AddFrames(machine, page, cached.Frame, cached.Pages, cached.FrameStride, runs);
                from = page + cached.Pages;
            }
        }

        Add(runs, new ContentRun((ulong)from, (ulong)(missing - from), 0, 0));

        // What the process may not read is read by force, and then both signals look alike (vm/agent/content.c).
        var signal = (vma.Flags & VmFlags.Read) != 0 ? Errno.BusError : Errno.SegmentationFault;
        Add(runs, new ContentRun((ulong)missing, (ulong)(to - missing), 0, 0, -signal));
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
