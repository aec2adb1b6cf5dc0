using System.Runtime.InteropServices;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// userfaultfd's write protection of private anonymous memory, by one descriptor for each process (fs/userfaultfd.c; mm/userfaultfd.c,
/// uffd_wp_range).
/// </summary>
internal static class Uffd
{
    /// <summary>UFFDIO_REGISTER. Returns 0 or an errno.</summary>
    public static int Register(Machine machine, AddressSpace mm, long from, long to) => Watch(machine, mm, from, to, watches: true);

    /// <summary>UFFDIO_UNREGISTER: the pages are free again too. Returns 0 or an errno.</summary>
    public static int Unregister(Machine machine, AddressSpace mm, long from, long to) => Watch(machine, mm, from, to, watches: false);

    /// <summary>UFFDIO_WRITEPROTECT. Returns 0, or ENOENT for what is not watched.</summary>
    public static int Protect(Machine machine, AddressSpace mm, long from, long to, bool protects)
    {
        var vmas = mm.Overlapping(from, to);
        if (vmas.Count == 0)
            return Errno.NoEntry;

        // At first the range had to lie in one VMA.
        if (!machine.Profile.UffdProtectsSeveralVmas && (vmas[0].Start > from || vmas[0].End < to))
            return Errno.NoEntry;
        foreach (var vma in vmas)
        {
            if (!vma.IsWatched)
                return Errno.NoEntry;
            Change(machine, mm, vma, Math.Max(from, vma.Start), Math.Min(to, vma.End), protects);
        }

        return Errno.None;
    }

    private static int Watch(Machine machine, AddressSpace mm, long from, long to, bool watches)
    {
        var vmas = mm.Overlapping(from, to);
        if (vmas.Count == 0)
            return Errno.Invalid;
        if (vmas.Exists(vma => !vma.IsAnonymous))
            throw new UnmetExpectationException(-1, "userfaultfd on files is not modelled");
        foreach (var vma in vmas)
        {
            var (first, end) = (Math.Max(from, vma.Start), Math.Min(to, vma.End));
            if (!watches && vma.IsWatched)
                Change(machine, mm, vma, first, end, protects: false);
            VmaFlags.Set(machine, mm, vma, first, end, watches ? vma.Flags | VmFlags.UffdWp : vma.Flags & ~VmFlags.UffdWp);
        }

        return Errno.None;
    }

    // Entries that are not there have nothing to protect. Freed ones become writable where a store would not have to copy.
    private static void Change(Machine machine, AddressSpace mm, Vma vma, long from, long to, bool protects)
    {
        PmdSplit.AtBorder(machine, mm, from);
        PmdSplit.AtBorder(machine, mm, to);
        var extents = CollectionsMarshal.AsSpan(mm.PageTable.Copy(from, to));
        foreach (ref var extent in extents)
        {
            if ((extent.Flags & EntryFlags.Guard) == 0)
                extent = extent with { Flags = protects ? (extent.Flags | EntryFlags.UffdWp) & ~EntryFlags.Writable : Freed(extent.Flags, vma.Flags) };
        }

        mm.PageTable.Replace(from, to, extents);
    }

    private static EntryFlags Freed(EntryFlags entry, VmFlags vma)
    {
        var isWritable = (vma & VmFlags.Write) != 0 && (entry & (EntryFlags.AnonExclusive | EntryFlags.Swapped)) == EntryFlags.AnonExclusive;
        return (entry & ~EntryFlags.UffdWp) | (isWritable ? EntryFlags.Writable : EntryFlags.None);
    }
}
