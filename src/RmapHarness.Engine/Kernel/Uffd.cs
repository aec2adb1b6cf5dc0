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
    /// <exception cref="UnmetExpectationException">The process has registered memory in the other mode, for which it would need a second descriptor.</exception>
    public static int Register(Machine machine, AddressSpace mm, long from, long to, bool isAsync)
    {
        mm.UffdIsAsync ??= isAsync;
        if (mm.UffdIsAsync != isAsync)
            throw new UnmetExpectationException(-1, "a process that uses userfaultfd in both modes is not modelled");
        return Watch(machine, mm, from, to, watches: true);
    }

    /// <summary>UFFDIO_UNREGISTER: the pages are free again too. Returns 0 or an errno.</summary>
    public static int Unregister(Machine machine, AddressSpace mm, long from, long to)
    {
        mm.UffdIsAsync ??= false;
        return Watch(machine, mm, from, to, watches: false);
    }

    /// <summary>UFFDIO_WRITEPROTECT. Returns 0, or ENOENT for what is not watched.</summary>
    public static int Protect(Machine machine, AddressSpace mm, long from, long to, bool protects)
    {
        mm.UffdIsAsync ??= false;
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
            var flags = watches ? vma.Flags | VmFlags.UffdWp : vma.Flags & ~VmFlags.UffdWp;

            // The neighbour was asked to join the VMA as if the part began where the VMA does.
            if (first > vma.Start && flags != vma.Flags && !machine.Profile.UffdJoinsWhatItCuts)
                VmaMerge.Cut(machine, mm, vma, first, end).Flags = flags;
            else
                VmaFlags.Set(machine, mm, vma, first, end, flags);
        }

        return Errno.None;
    }

    // Entries that are not there have nothing to protect, unless markers remember it. Freed ones become writable where a store would not have to copy.
    private static void Change(Machine machine, AddressSpace mm, Vma vma, long from, long to, bool protects)
    {
        PmdSplit.AtBorder(machine, mm, from);
        PmdSplit.AtBorder(machine, mm, to);
        ProtectionBatches.GatherDirty(machine, mm, from, to);
        var extents = CollectionsMarshal.AsSpan(mm.PageTable.Copy(from, to));
        foreach (ref var extent in extents)
        {
            if ((extent.Flags & EntryFlags.Guard) != 0)
                continue;
            if (extent is { Level: MappingLevel.Pmd } && (extent.Flags & EntryFlags.Dirty) != 0)
                mm.Reprotected.Add(extent.Page, extent.End);
            extent = extent with { Flags = protects ? (extent.Flags | EntryFlags.UffdWp) & ~EntryFlags.Writable : Freed(extent.Flags, vma.Flags) };
        }

        mm.PageTable.Replace(from, to, extents);
        ContiguousEntries.Rewrite(machine, mm, from, to);
        if (mm.UffdIsAsync == true)
            Mark(mm, from, to, protects);
    }

    // Markers where there is nothing, or there were markers.
    private static void Mark(AddressSpace mm, long from, long to, bool protects)
    {
        foreach (var extent in mm.PageTable.Copy(from, to).Where(extent => extent.IsUffdMarker))
            mm.PageTable.Clear(extent.Page, extent.End);
        if (!protects)
            return;
        var at = from;
        foreach (var extent in mm.PageTable.Copy(from, to))
        {
            Fill(extent.Page);
            at = extent.End;
        }

        Fill(to);

        void Fill(long end)
        {
            if (at < end)
                mm.PageTable.Set(new Extent(at, end - at, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.UffdWp | EntryFlags.UffdMarker));
        }
    }

    private static EntryFlags Freed(EntryFlags entry, VmFlags vma)
    {
        var isWritable = (vma & VmFlags.Write) != 0 && (entry & (EntryFlags.AnonExclusive | EntryFlags.Swapped)) == EntryFlags.AnonExclusive;
        return (entry & ~EntryFlags.UffdWp) | (isWritable ? EntryFlags.Writable : EntryFlags.None);
    }
}
