using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Which huge pages a mapping was promised, and where pages come from (mm/hugetlb.c, hugetlb_reserve_pages and alloc_hugetlb_folio).</summary>
internal static class HugetlbReservations
{
    /// <summary>Promises a new mapping its pages, unless it does not want that. False if there are not so many.</summary>
    public static bool TryReserve(Machine machine, Vma vma)
    {
        if ((vma.Flags & VmFlags.NoReserve) != 0)
            return true;
        var (first, end) = IndexesOf(vma, vma.Start, vma.End);
        var pool = machine.Hugetlb.Of(vma.File!.HugeOrder);
        if (!vma.IsShared)
        {
            vma.UsedReservations = new PageRanges();
            return pool.TryReserve(end - first);
        }

        if (!pool.TryReserve(end - first - Count(vma.File.Reserved, first, end)))
            return false;
        vma.File.Reserved.Add(first, end);
        return true;
    }

    /// <summary>A VMA goes, and the promises that it did not use (hugetlb_vm_op_close).</summary>
    public static void Close(Machine machine, Vma vma)
    {
        if (vma.UsedReservations is not { } used)
            return;
        var (first, end) = IndexesOf(vma, vma.Start, vma.End);
        machine.Hugetlb.Of(vma.File!.HugeOrder).Unreserve(end - first - Count(used, first, end));
    }

    /// <summary>Indexes from one on of a file are promised to nobody any more (hugetlb_unreserve_pages).</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="first">First huge page.</param>
    /// <param name="end">Huge page after the last.</param>
    /// <param name="freed">How many of them were cached.</param>
    public static void Forget(Machine machine, FileObject file, long first, long end, long freed)
    {
        var known = Count(file.Reserved, first, end);
        file.Reserved.Remove(first, end);
        machine.Hugetlb.Of(file.HugeOrder).Unreserve(known - freed);
    }

    /// <summary>A huge page for an index of a file; false if there is none.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="vma">The private mapping that it is for; null: it is for the file.</param>
    /// <param name="index">Huge page in the file.</param>
    /// <param name="copiesForOwner">It is a copy of a page that used up the promise for this index.</param>
    /// <param name="folio">The page, which nobody maps.</param>
    public static bool TryAllocate(Machine machine, FileObject file, Vma? vma, long index, bool copiesForOwner, out FolioRun folio)
    {
        var isPromised = !copiesForOwner && (vma is null ? file.Reserved.Contains(index) : vma.UsedReservations?.Contains(index) == false);
        folio = null!;
        if (!machine.Hugetlb.Of(file.HugeOrder).TryTake(isPromised, out var isDirty))
            return false;
        if (vma is null)
            file.Reserved.Add(index, index + 1);
        else
            vma.UsedReservations?.Add(index, index + 1);
        folio = machine.Memory.Allocate(vma is null ? FolioKind.HugetlbFile : FolioKind.HugetlbAnon, file.HugeOrder, 1);
        folio.Dirty = isDirty;
        return true;
    }

    /// <summary>A private page has lost its last mapping, in the VMA that was promised it: whether it is promised again (__unmap_hugepage_range).</summary>
    public static bool TryPromiseAgain(Machine machine, Vma vma, long page)
    {
        if (!PromisesAgain(machine, vma))
            return false;
        var index = IndexOf(vma, page);
        vma.UsedReservations!.Remove(index, index + 1);
        return true;
    }

    /// <summary>Whether pages that a VMA unmaps are promised to it again once nobody maps them.</summary>
    public static bool PromisesAgain(Machine machine, Vma vma) =>
        machine.Profile.UnmappingRestoresReservations && vma.UsedReservations is not null && machine.Hugetlb.Of(vma.File!.HugeOrder).Surplus == 0;

    /// <summary>Huge page in the file of a virtual page.</summary>
    public static long IndexOf(Vma vma, long page) => vma.OffsetOf(page) >> vma.File!.HugeOrder;

    private static (long First, long End) IndexesOf(Vma vma, long from, long to) => (IndexOf(vma, from), IndexOf(vma, to));

    private static long Count(PageRanges ranges, long first, long end) => ranges.Within(first, end).Sum(range => range.End - range.First);
}
