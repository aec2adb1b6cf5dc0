using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mmap at a fixed address, and munmap (mm/mmap.c, mm/vma.c).</summary>
internal static class Mmap
{
    /// <summary>mmap. Returns 0 or an errno.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="from">First page.</param>
    /// <param name="to">Page after the last.</param>
    /// <param name="protection">PROT_* bits.</param>
    /// <param name="flags">MAP_* bits.</param>
    /// <param name="file">What is mapped; null: anonymous memory.</param>
    /// <param name="offset">The file's first page that is mapped.</param>
    public static int Map(
        Machine machine, AddressSpace mm, long from, long to, Protection protection, MapFlags flags, FileObject? file = null, long offset = 0)
    {
        if (from == to)
            return Errno.Invalid;
        if ((flags & MapFlags.HugeTlb) != 0 || file?.Kind == FileKind.Hugetlb)
            return HugetlbMapping.Map(machine, mm, from, to, protection, flags, file, offset);
        if (mm.Overlapping(from, to).Count > 0)
        {
            if ((flags & MapFlags.FixedNoReplace) != 0)
                return Errno.Exists;
            if (Unmap(machine, mm, from, to) is not Errno.None and var error)
                return machine.Profile.MmapTellsWhatUnmappingSays ? error : Errno.NoMemory;
        }

        var vmFlags = FlagsOf(mm, protection, flags);
        if (file is null && (vmFlags & VmFlags.Shared) != 0)
            file = new FileObject(FileKind.SharedAnon, (ulong)(to - from) << machine.Profile.Geometry.PageShift, machine.Profile.Geometry.PageShift);
        var vma = new Vma(from, to, vmFlags, file, file is null ? from : offset);
        mm.Insert(vma);
        VmaMerge.Join(machine, mm, vma);

        // What cannot be populated is not mmap's failure.
        if ((flags & MapFlags.Populate) != 0 || (vmFlags & VmFlags.Locked) != 0)
            Mlock.Fill(machine, mm, from, to);
        return Errno.None;
    }

    /// <summary>VM_* flags of a new mapping.</summary>
    public static VmFlags FlagsOf(AddressSpace mm, Protection protection, MapFlags flags)
    {
        var vmFlags = AccessOf(protection) | mm.NewMappings;
        if ((flags & MapFlags.Shared) != 0)
            vmFlags |= VmFlags.Shared;
        if ((flags & MapFlags.NoReserve) != 0)
            vmFlags |= VmFlags.NoReserve;
        if ((flags & MapFlags.Locked) != 0)
            vmFlags |= VmFlags.Locked;
        if ((vmFlags & (VmFlags.Write | VmFlags.Shared | VmFlags.NoReserve)) == VmFlags.Write)
            vmFlags |= VmFlags.Account;
        return vmFlags;
    }

    /// <summary>munmap of whatever lies in a range. Returns 0 or an errno.</summary>
    public static int Unmap(Machine machine, AddressSpace mm, long from, long to)
    {
        var cut = new List<Vma>();
        foreach (var vma in mm.Overlapping(from, to))
        {
            if (HugetlbMapping.RefusesCut(machine, mm, vma, from, to))
                return Errno.Invalid;
            cut.Add(VmaMerge.Cut(machine, mm, vma, from, to));
        }

        if (cut.Count == 0)
            return Errno.None;
        foreach (var vma in cut)
            mm.Remove(vma);
        foreach (var vma in cut)
            Zap.Range(machine, mm, vma, vma.Start, vma.End);
        FreeTables(machine, mm, cut[0].Start, cut[^1].End);
        Close(machine, cut);
        return Errno.None;
    }

    /// <summary>Everything goes, in the order of the addresses: exit.</summary>
    public static void UnmapAll(Machine machine, AddressSpace mm)
    {
        foreach (var vma in mm.Vmas)
            Zap.Range(machine, mm, vma, vma.Start, vma.End);
        Close(machine, mm.Vmas);
        mm.Clear();
    }

    /// <summary>VM_READ, VM_WRITE and VM_EXEC of PROT_* bits.</summary>
    public static VmFlags AccessOf(Protection protection)
    {
        var flags = VmFlags.None;
        if ((protection & Protection.Read) != 0)
            flags |= VmFlags.Read;
        if ((protection & Protection.Write) != 0)
            flags |= VmFlags.Write;
        if ((protection & Protection.Execute) != 0)
            flags |= VmFlags.Exec;
        return flags;
    }

    // The pages are freed before the VMAs close.
    private static void Close(Machine machine, IEnumerable<Vma> vmas)
    {
        machine.Hugetlb.FreeUnmapped(machine.Memory);
        foreach (var vma in vmas)
            HugetlbReservations.Close(machine, vma);
    }

    // A table goes when no VMA is left in the range that it is for (mm/memory.c, free_pgtables with floor and ceiling).
    private static void FreeTables(Machine machine, AddressSpace mm, long from, long to)
    {
        var floor = mm.Before(from)?.End ?? 0;
        var ceiling = mm.After(to)?.Start ?? long.MaxValue;
        var (first, end) = Whole(machine.PmdPages);
        mm.PageTable.FreeTables(first, end);
        (first, end) = Whole(machine.Profile.Geometry.PudPages);
        mm.PageTable.FreeUpperTables(first, end);

        (long First, long End) Whole(long size)
        {
            var (low, high) = (from / size, (to + size - 1) / size);
            return (low * size < floor ? low + 1 : low, high * size > ceiling ? high - 1 : high);
        }
    }
}
