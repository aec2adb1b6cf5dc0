using System.Runtime.InteropServices;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mprotect (mm/mprotect.c).</summary>
internal static class Mprotect
{
    /// <summary>mprotect. Returns 0 or an errno; what lies before a hole is changed all the same.</summary>
    public static int Protect(Machine machine, AddressSpace mm, long from, long to, Protection protection)
    {
        var at = from;
        foreach (var vma in mm.Overlapping(from, to))
        {
            if (vma.Start > at)
                return Errno.NoMemory;
            at = Math.Min(to, vma.End);
            var access = Mmap.AccessOf(protection);
            if ((vma.Flags & VmFlags.Access) != access && HugetlbMapping.RefusesCut(machine, mm, vma, from, to))
                return Errno.Invalid;
            Change(machine, mm, vma, Math.Max(from, vma.Start), at, access);
        }

        return at < to ? Errno.NoMemory : Errno.None;
    }

    private static void Change(Machine machine, AddressSpace mm, Vma vma, long from, long to, VmFlags access)
    {
        var flags = (vma.Flags & ~VmFlags.Access) | access;
        if (flags == vma.Flags)
            return;
        if ((flags & VmFlags.Write) != 0)
        {
            if ((vma.Flags & (VmFlags.Account | VmFlags.Write | VmFlags.Hugetlb | VmFlags.Shared | VmFlags.NoReserve)) == 0)
                flags |= VmFlags.Account;
        }
        else if (machine.Profile.UnaccountsUnfaultedReadOnly && vma.IsAnonymous && vma.AnonVma is null)
        {
            flags &= ~VmFlags.Account;
        }

        var becomesWritable = (vma.Flags & VmFlags.Write) == 0 && (flags & VmFlags.Write) != 0;
        VmaFlags.Set(machine, mm, vma, from, to, flags);

        ProtectionBatches.GatherDirty(machine, mm, from, to);
        var extents = CollectionsMarshal.AsSpan(mm.PageTable.Copy(from, to));
        foreach (ref var extent in extents)
        {
            if (!extent.NamesFrames)
                continue;
            if (extent is { Level: MappingLevel.Pmd } && (extent.Flags & EntryFlags.Dirty) != 0)
                mm.Reprotected.Add(extent.Page, extent.End);
            extent = extent with { Flags = BitsOf(machine, extent, flags) };
        }

        mm.PageTable.Replace(from, to, extents);
        ContiguousEntries.Rewrite(machine, mm, from, to);

        // Locked private memory must not fault at its first store.
        if (becomesWritable && (flags & (VmFlags.Locked | VmFlags.Shared)) == VmFlags.Locked)
            Mlock.Fill(machine, mm, from, to);
    }

    // Only an entry that could be written without a fault gets its write bit back: an exclusive one, or one of shared shmem
    // (can_change_pte_writable).
    private static EntryFlags BitsOf(Machine machine, in Extent entry, VmFlags vma)
    {
        var bits = entry.Flags & ~EntryFlags.Writable;
        if ((vma & VmFlags.Write) == 0 || (bits & EntryFlags.UffdWp) != 0)
            return bits;
        if ((vma & (VmFlags.Hugetlb | VmFlags.Shared)) == VmFlags.Hugetlb)
            return bits;
        var isAsWritten = machine.Profile.ProtectingTrustsCleanEntries
            || (entry.Level == MappingLevel.Pte && (bits & EntryFlags.Dirty) != 0);
        return (vma & VmFlags.Shared) != 0 || ((bits & EntryFlags.AnonExclusive) != 0 && isAsWritten) ? bits | EntryFlags.Writable : bits;
    }
}
