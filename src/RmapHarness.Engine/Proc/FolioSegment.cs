using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>A part of an extent whose pages have equal answers: inside one run of folios, with one count.</summary>
/// <param name="Page">Virtual page number of the first page.</param>
/// <param name="Pages">Length in base pages.</param>
/// <param name="Frame">Frame of the first page.</param>
/// <param name="Run">The folios.</param>
/// <param name="Count">kpagecount of each page; 0 for the zero pages.</param>
/// <param name="Exclusive">Whether only this process maps it, as far as this kernel tells: PM_MMAP_EXCLUSIVE, and "private" in smaps.</param>
internal readonly record struct FolioSegment(long Page, long Pages, long Frame, FolioRun Run, long Count, bool Exclusive)
{
    /// <summary>Whether this is the shared zero page or the huge zero folio, which no counter counts.</summary>
    public bool IsZero => Run.Kind is FolioKind.ZeroPage or FolioKind.HugeZero;

    /// <summary>The segments of an extent of an mm, ascending.</summary>
    public static IEnumerable<FolioSegment> Of(Machine machine, AddressSpace mm, Extent extent)
    {
        if ((extent.Flags & EntryFlags.ZeroPage) != 0)
        {
            var zero = machine.Memory.Find(PhysicalMemory.ZeroFrame);
            yield return new FolioSegment(extent.Page, extent.Pages, extent.Frame, zero, 0, false);
            yield break;
        }

        var at = extent;
        while (at.Pages > 0)
        {
            var run = machine.Memory.Find(at.Frame);
            var inRun = Math.Min(at.Pages, run.EndFrame - at.Frame);
            if (run.Kind == FolioKind.HugeZero)
            {
                yield return new FolioSegment(at.Page, inRun, at.Frame, run, 0, false);
            }
            else
            {
                // In a run of several folios each is mapped whole, so the count of one page is that of all.
                var (count, same) = run.Counters.CountAt(run.PageIndex(at.Frame));
                if (run.Count == 1)
                    inRun = Math.Min(inRun, same);
                var exclusive = run.Counters.KnowsEachPage ? count == 1 : !run.Owners.MaybeMappedShared(run, mm.Id);
                yield return new FolioSegment(at.Page, inRun, at.Frame, run, count, exclusive);
            }

            at = at.Slice(at.Page + inRun, at.End);
        }
    }
}
