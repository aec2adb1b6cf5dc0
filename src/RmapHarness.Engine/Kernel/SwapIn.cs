using System.Numerics;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Faults on swapped pages (mm/memory.c, do_swap_page), for an area whose device answers at once (SWP_SYNCHRONOUS_IO), and without readahead
/// (the agent sets page-cluster to 0).
/// </summary>
internal static class SwapIn
{
    private const long MostBatchedCopies = 10;

    /// <summary>Serves the first page of an extent and those after it that go the same way; returns how many.</summary>
    public static long OnSwapped(Machine machine, AddressSpace mm, Vma vma, in Extent entry, bool write)
    {
        var slots = SwapCache.Isolate(machine, entry.Frame, (entry.Flags & EntryFlags.UffdWp) != 0 ? 1 : entry.Pages).First();
        var bypasses = !machine.Profile.SwapsInThroughCache && slots.Frame is null && slots.References == 1;
        var isNew = slots.Frame is null;
        var at = entry with { Pages = slots.Count };
        var folio = slots.Frame is { } frame
            ? Cached(machine, mm, vma, frame, ref at)
            : ReadBack(machine, mm, vma, slots.Order, bypasses, ref at);
        var served = Math.Min(at.End, entry.End) - entry.Page;
        var mlocks = vma.IsLocked && Mlock(machine, folio, isNew);
        var exclusive = Map(machine, mm, vma, at, folio, bypasses, write);
        if (!write || (exclusive && (at.Flags & EntryFlags.UffdWp) == 0))
            return served;
        mm.PageTable.TryFind(entry.Page, out var mapped);
        mapped = mapped with { Pages = Math.Min(served, mapped.Pages) };
        return mlocks && machine.Profile.SwapsInThroughCache
            ? WriteWhileBatched(machine, mm, vma, mapped, folio)
            : WriteFault.OnPresent(machine, mm, vma, mapped);
    }

    /// <summary>Mlocks a folio that comes back into locked memory, if the kernel does; returns whether.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="isNew">It was read from the area, and was not in the swap cache before.</param>
    public static bool Mlock(Machine machine, FolioRun folio, bool isNew)
    {
        if (folio.IsLarge || (isNew && !machine.Profile.SwapInMlocks))
            return false;
        folio.Mlock(isOnLru: !isNew);
        return true;
    }

    // Who has just been mlocked waits in a batch, which has a reference of it, so that it looks shared and is copied (do_wp_page).
    private static long WriteWhileBatched(Machine machine, AddressSpace mm, Vma vma, in Extent mapped, FolioRun folio)
    {
        folio.References++;
        var served = WriteFault.OnPresent(machine, mm, vma, mapped);
        folio.References--;
        Gup.FreeUnused(machine, folio);

        // Each copy takes three places of the batch; whoever fills the last of the 31 is not copied.
        machine.BatchedCopies += served;
        if (machine.BatchedCopies > MostBatchedCopies)
            throw new UnmetExpectationException(-1, "more pages than a batch of mlocked pages has room for come back from the swap cache to be written: where the batch is full is not modelled");
        return served;
    }

    // A large folio is mapped whole if all its entries are there.
    private static FolioRun Cached(Machine machine, AddressSpace mm, Vma vma, long frame, ref Extent at)
    {
        var (folio, first, pages) = machine.Memory.Isolate(frame, at.Pages).First();
        if (!folio.IsLarge)
            at = at with { Pages = pages };
        else if (Block(mm, vma, at, at.Page - first, folio.FolioPages) is { } whole)
            at = whole;
        else
            at = at with { Pages = 1 };
        return folio;
    }

    // Pages in neighbouring slots, aligned as the pages are, come back as one folio of a size that faults may have (thp_swapin_suitable_orders).
    private static FolioRun ReadBack(Machine machine, AddressSpace mm, Vma vma, int writtenOrder, bool bypasses, ref Extent at)
    {
        var order = 0;
        if (!vma.IsWatched && machine.Profile.SwapsInLargeFolios && (bypasses || machine.Profile.SwapsInThroughCache))
        {
            var orders = machine.ThpSizes.OrdersOf(vma) & ((1UL << machine.Profile.Geometry.PmdOrder) - 1);
            for (order = BitOperations.Log2(orders | 1); order > 0; order--)
            {
                var start = at.Page >> order << order;
                if ((orders >> order & 1) == 0 || Block(mm, vma, at, start, 1L << order) is not { } block || !IsOnlyInArea(machine, block)
                    || !IsUniform(machine, block, writtenOrder))
                    continue;
                at = block;
                break;
            }

            // Pages behind the next border may be of a larger one.
            var least = 1L << BitOperations.TrailingZeroCount(orders | (1UL << machine.Profile.Geometry.PmdOrder));
            if (order == 0)
                at = at with { Pages = Math.Min(at.Pages, least - (at.Page & (least - 1))) };
        }

        var folio = machine.Memory.Allocate(FolioKind.Anon, order, at.Pages >> order);
        machine.Memory.Contents.Copy(at.Frame, folio.FirstFrame, at.Pages);
        if (!bypasses)
            SwapCache.Add(machine, folio, at.Frame);
        return folio;
    }

    // The entries from a page on, if they name neighbouring slots as the one in question does.
    private static Extent? Block(AddressSpace mm, Vma vma, in Extent at, long start, long pages)
    {
        if (start < vma.Start || start + pages > vma.End || !mm.PageTable.TryFind(start, out var extent))
            return null;
        var isBlock = extent.Pages >= pages && extent.Flags == at.Flags && extent.Frame == at.Frame - (at.Page - start);
        return isBlock ? extent with { Pages = pages } : null;
    }

    private static bool IsOnlyInArea(Machine machine, in Extent block) =>
        (block.Frame & (block.Pages - 1)) == 0 && SwapCache.Isolate(machine, block.Frame, block.Pages).All(slots => slots.Frame is null);

    // Folios of nothing but zeros were not written, but noted: those and others are not read together (swap_zeromap_batch).
    private static bool IsUniform(Machine machine, in Extent block, int writtenOrder)
    {
        var folio = Math.Min(1L << writtenOrder, block.Pages);
        var first = IsZero(machine, block.Frame, folio);
        for (var slot = block.Frame + folio; slot < block.Frame + block.Pages; slot += folio)
        {
            if (IsZero(machine, slot, folio) != first)
                return false;
        }

        return true;
    }

    private static bool IsZero(Machine machine, long slot, long pages) => machine.Memory.Contents.Of(slot, pages).All(part => part.Word == 0);

    // Entries come to map a folio, which takes the place of their slots. Returns whether they are the only ones.
    private static bool Map(Machine machine, AddressSpace mm, Vma vma, in Extent at, FolioRun folio, bool bypasses, bool write)
    {
        var alone = !folio.Counters.IsMapped;
        var frame = folio.FirstFrame + (at.Frame - (folio.Slot ?? at.Frame));
        var exclusive = bypasses || (at.Flags & EntryFlags.AnonExclusive) != 0;
        ReverseMap.Map(folio, folio.PageIndex(frame), at.Pages, 1, mm.Id);
        SwapEntries.Drop(machine, at);
        if (machine.Profile.SwapsInThroughCache)
            SwapCache.TryFree(machine, folio);
        else if (vma.IsLocked || folio.Mlocks.IsSet == true || (write && alone))
            exclusive |= SwapCache.TryFree(machine, folio) && alone;

        var flags = (exclusive ? EntryFlags.AnonExclusive : EntryFlags.None) | (at.Flags & EntryFlags.UffdWp);
        if (exclusive && write && machine.Profile.SwapInDirtiesProtected)
            flags |= EntryFlags.Dirty;
        if ((flags & ~EntryFlags.Dirty) == EntryFlags.AnonExclusive && (vma.Flags & VmFlags.Write) != 0 && (write || machine.Profile.SwapInMakesWritable))
            flags |= EntryFlags.Writable | (write ? EntryFlags.Dirty : EntryFlags.None);
        mm.PageTable.Set(at with { Frame = frame, Level = MappingLevel.Pte, Flags = flags });
        return exclusive;
    }
}
