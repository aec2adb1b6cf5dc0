using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Reclaim of shmem while there is no swap (mm/vmscan.c, shrink_folio_list; mm/shmem.c, shmem_writeout).</summary>
internal static class ShmemReclaim
{
    /// <summary>Reclaims folios; a batch is all that maps them. They are unmapped first: what is dirty stays in the page cache, the rest goes.</summary>
    /// <exception cref="UnmetExpectationException">There is swap.</exception>
    public static void Reclaim(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
        if (batch.Run.IsLarge)
            throw new UnmetExpectationException(-1, "reclaim of large folios of page cache is not modelled");
        if (machine.Swap.Capacity > 0)
            throw new UnmetExpectationException(-1, "shared memory in swap is not modelled");
        var vma = mm.Find(batch.Page)!;
        var frame = batch.Run.FirstFrame;
        Zap.Range(machine, mm, vma, batch.Page, batch.Page + batch.Pages);
        foreach (var (run, _, pages) in machine.Memory.Isolate(frame, batch.Pages).ToList())
        {
            if (run.Dirty || run.IsHeld)
                continue;
            var offset = vma.OffsetOf(batch.Page + (run.FirstFrame - frame));
            vma.File!.Cache.Clear(offset, offset + pages);
            machine.Memory.Free(run);
        }
    }
}
