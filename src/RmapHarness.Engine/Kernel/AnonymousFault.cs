using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Faults on private anonymous memory that has no entry (mm/memory.c, do_anonymous_page; mm/huge_memory.c).</summary>
internal static class AnonymousFault
{
    private const EntryFlags Written = EntryFlags.Writable | EntryFlags.Dirty | EntryFlags.AnonExclusive;

    /// <summary>Serves the fault at a page and at those after it that go the same way; returns how many below the limit.</summary>
    public static long OnNone(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        if (TakesHuge(machine, mm, vma, page))
            return Huge(machine, mm, vma, page, limit, write);

        if (write && Thp.OrderAt(machine, mm, vma, page) is var order and > 0)
            return Large(machine, mm, vma, page, limit, order);

        var end = mm.PageTable.NextPresent(page, limit);
        if (Thp.IsEnabled(machine, vma))
        {
            if (write)
                end = Math.Min(end, Thp.EndOfSmall(machine, vma, page));

            // As far as no PMD range begins that takes a THP.
            var pmd = machine.PmdStart(page) + machine.PmdPages;
            while (pmd < end && !TakesHuge(machine, mm, vma, pmd))
                pmd = Math.Max(pmd + machine.PmdPages, mm.PageTable.EndOfTables(pmd));
            end = Math.Min(end, pmd);
        }

        if (write)
        {
            MapNewSmall(machine, mm, vma, page, end - page);
        }
        else
        {
            mm.PageTable.Set(new Extent(page, end - page, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.ZeroPage));
        }

        return end - page;
    }

    /// <summary>
    /// Serves the fault at pages that have nothing but markers of userfaultfd's asynchronous protection, which ends with a store
    /// (handle_pte_marker). Returns how many.
    /// </summary>
    public static long OnMarker(Machine machine, AddressSpace mm, Vma vma, in Extent marker, bool write)
    {
        if (write)
            MapNewSmall(machine, mm, vma, marker.Page, marker.Pages);
        else
            mm.PageTable.Set(marker with { Flags = EntryFlags.ZeroPage | EntryFlags.UffdWp });
        return marker.Pages;
    }

    /// <summary>
    /// Allocates small folios of zeros for pages and maps them; whatever the entries were is replaced, not released. Returns the first frame.
    /// </summary>
    public static long MapNewSmall(Machine machine, AddressSpace mm, Vma vma, long page, long pages)
    {
        VmaMerge.PrepareAnon(machine, mm, vma);
        var run = machine.Memory.Allocate(FolioKind.Anon, 0, pages);
        ReverseMap.Map(run, 0, pages, 1, mm.Id);
        if (vma.IsLocked)
            run.Mlock();
        mm.PageTable.Set(new Extent(page, pages, run.FirstFrame, MappingLevel.Pte, Written));
        return run.FirstFrame;
    }

    /// <summary>Allocates THPs for whole PMD ranges and maps them; whatever the entries were is replaced, not released.</summary>
    public static void MapNewHuge(Machine machine, AddressSpace mm, Vma vma, long page, long pages)
    {
        VmaMerge.PrepareAnon(machine, mm, vma);
        var run = machine.Memory.Allocate(FolioKind.Anon, machine.Profile.Geometry.PmdOrder, pages / machine.PmdPages);
        machine.Thps.Allocated(run.Order, run.Count);
        ReverseMap.Map(run, 0, pages, machine.PmdPages, mm.Id);
        if (vma.IsLocked)
            run.Mlock();
        mm.PageTable.Set(new Extent(page, pages, run.FirstFrame, MappingLevel.Pmd, Written));
    }

    // Neighbouring blocks that take the same order are served together.
    private static long Large(Machine machine, AddressSpace mm, Vma vma, long page, long limit, int order)
    {
        var start = page >> order << order;
        var end = start + (1L << order);
        while (end < limit && !TakesHuge(machine, mm, vma, end) && Thp.OrderAt(machine, mm, vma, end) == order)
            end += 1L << order;
        VmaMerge.PrepareAnon(machine, mm, vma);
        var run = machine.Memory.Allocate(FolioKind.Anon, order, (end - start) >> order);
        machine.Thps.Allocated(order, run.Count);
        ReverseMap.Map(run, 0, end - start, 1, mm.Id);
        if (vma.IsLocked)
            run.Mlock();
        mm.PageTable.Set(new Extent(start, end - start, run.FirstFrame, MappingLevel.Pte, Written));
        return Math.Min(end, limit) - page;
    }

    private static bool TakesHuge(Machine machine, AddressSpace mm, Vma vma, long page) =>
        Thp.FitsAt(machine, vma, page) && mm.PageTable.IsPmdNone(page);

    private static long Huge(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        var start = machine.PmdStart(page);
        var whole = Math.Min(machine.PmdStart(limit + machine.PmdPages - 1), machine.PmdStart(vma.End));
        var end = mm.PageTable.NextUsedPmd(start, whole);
        if (write)
        {
            MapNewHuge(machine, mm, vma, start, end - start);
        }
        else
        {
            VmaMerge.PrepareAnon(machine, mm, vma);
            var zero = machine.Memory.HugeZero.FirstFrame;
            for (var at = start; at < end; at += machine.PmdPages)
                mm.PageTable.Set(new Extent(at, machine.PmdPages, zero, MappingLevel.Pmd, EntryFlags.None));
        }

        return Math.Min(end, limit) - page;
    }
}
