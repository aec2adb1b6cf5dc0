using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mmap of hugetlb memory, and what a change of a part of it must fit (fs/hugetlbfs/inode.c, hugetlbfs_file_mmap; mm/mmap.c, ksys_mmap_pgoff).</summary>
internal static class HugetlbMapping
{
    /// <summary>log2 of the base pages of the huge pages that MAP_HUGETLB asks for.</summary>
    public static int OrderOf(Geometry geometry, MapFlags flags) => ((int)flags >> MapFlagBits.HugeShift) - geometry.PageShift;

    /// <summary>mmap where nothing is mapped. Returns 0 or an errno.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="from">First page.</param>
    /// <param name="to">Page after the last; the length is rounded up to huge pages.</param>
    /// <param name="protection">PROT_* bits.</param>
    /// <param name="flags">MAP_* bits.</param>
    /// <param name="file">What is mapped; null: memory of its own.</param>
    /// <param name="offset">The file's first page that is mapped.</param>
    /// <exception cref="UnmetExpectationException">Processes would share page tables.</exception>
    public static int Map(
        Machine machine, AddressSpace mm, long from, long to, Protection protection, MapFlags flags, FileObject? file, long offset)
    {
        var geometry = machine.Profile.Geometry;
        var huge = 1L << (file?.HugeOrder ?? OrderOf(geometry, flags));
        to = from + ((to - from + huge - 1) & -huge);
        if (from == to || (from & (huge - 1)) != 0)
            return Errno.Invalid;
        if (mm.Overlapping(from, to).Count > 0)
            return Errno.Exists;
        if ((offset & (huge - 1)) != 0)
            return Errno.Invalid;
        var asked = Mmap.FlagsOf(mm, protection, flags);
        file ??= machine.Hugetlb.AddFile(BitOperations.Log2((ulong)huge), (ulong)(to - from) << geometry.PageShift, geometry.PageShift);
        var vma = new Vma(from, to, (asked & ~(VmFlags.LockedMask | VmFlags.Account)) | VmFlags.Hugetlb | VmFlags.DontExpand, file, offset);
        if (vma.IsShared && huge == geometry.PmdPages && ((from + geometry.PudPages - 1) & -geometry.PudPages) + geometry.PudPages <= to)
            throw new UnmetExpectationException(-1, "hugetlb memory whose page tables processes share is not modelled");
        if (!HugetlbReservations.TryReserve(machine, vma))
            return Errno.NoMemory;
        if ((asked & VmFlags.Write) != 0)
            file.Size = Math.Max(file.Size, (ulong)(offset + to - from) << geometry.PageShift);
        mm.Insert(vma);
        if ((flags & MapFlags.Populate) != 0 || (asked & VmFlags.Locked) != 0)
            Mlock.Fill(machine, mm, from, to);
        return Errno.None;
    }

    /// <summary>
    /// Whether a VMA refuses that from..to becomes a VMA of its own, because it would not be whole huge pages (hugetlb_vm_op_split). It may have been
    /// cut at its begin all the same.
    /// </summary>
    public static bool RefusesCut(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if (!vma.IsHugetlb)
            return false;
        if (from > vma.Start && (from & (vma.HugePages - 1)) != 0)
            return true;
        if (to >= vma.End || (to & (vma.HugePages - 1)) == 0)
            return false;
        VmaMerge.SplitAt(machine, mm, vma, from);
        return true;
    }
}
