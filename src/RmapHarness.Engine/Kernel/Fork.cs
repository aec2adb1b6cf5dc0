using System.Runtime.InteropServices;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>fork's copy of an address space (kernel/fork.c, dup_mmap; mm/memory.c, copy_page_range).</summary>
internal static class Fork
{
    /// <summary>Makes <paramref name="child"/> a copy of <paramref name="parent"/>. Returns 0 or an errno; then the child is empty.</summary>
    public static int Copy(Machine machine, AddressSpace parent, AddressSpace child)
    {
        Ksm.Fork(machine, parent, child);
        foreach (var (number, file) in parent.Descriptors)
            child.Descriptors.Add(number, file);
        child.Reprotected.AddAll(parent.Reprotected);
        foreach (var vma in parent.Vmas)
        {
            if ((vma.Flags & VmFlags.DontCopy) != 0)
                continue;
            var copy = vma.Part(vma.Start, vma.End);
            copy.Flags &= ~(VmFlags.Locked | VmFlags.LockOnFault | VmFlags.UffdWp);
            var wiped = (vma.Flags & VmFlags.WipeOnFork) != 0;
            copy.UsedReservations = null;
            copy.HasLostPages = false;
            copy.AnonVma = wiped || vma.AnonVma is null ? null : new AnonVma(fromFork: true);
            child.Insert(copy);
            if (wiped || !NeedsCopy(vma) || CopyEntries(machine, parent, child, vma))
                continue;
            Mmap.UnmapAll(machine, child);
            return Errno.NoMemory;
        }

        return Errno.None;
    }

    // Without an anon_vma a fault can bring everything back, except for markers (vma_needs_copy).
    private static bool NeedsCopy(Vma vma) => vma.AnonVma is not null || (vma.Flags & VmFlags.MaybeGuard) != 0;

    private static bool CopyEntries(Machine machine, AddressSpace parent, AddressSpace child, Vma vma)
    {
        foreach (var (first, end) in parent.PageTable.TablesIn(vma.Start, vma.End))
            child.PageTable.AddTables(first, end);
        foreach (var (first, end) in parent.PageTable.UpperTablesIn(vma.Start, vma.End))
            child.PageTable.AddUpperTables(first, end);

        // Where writes are shared, only the child's entries change: they are clean. Elsewhere both sides have to ask before they write again.
        var taken = vma.IsShared ? EntryFlags.Dirty : EntryFlags.Writable | EntryFlags.AnonExclusive;
        var extents = CollectionsMarshal.AsSpan(parent.Pinned.IsEmpty ? parent.PageTable.Copy(vma.Start, vma.End) : PinnedCopy.Separate(machine, parent, vma));
        var pinned = new List<Extent>();
        var copied = 0;
        while (copied < extents.Length)
        {
            ref var extent = ref extents[copied];
            if (!parent.Pinned.IsEmpty && PinnedCopy.IsPinned(machine, extent))
                pinned.Add(extent);
            else if (MapInto(machine, parent, child, vma, extent))
                extent = extent with { Flags = extent.Flags & ~taken };
            else
                break;
            copied++;
        }

        if (copied > 0)
        {
            var end = extents[copied - 1].End;
            if (!vma.IsShared)
                parent.PageTable.Replace(vma.Start, end, extents[..copied]);

            // Nobody watches the child.
            foreach (ref var extent in extents[..copied])
                extent = extent with { Flags = extent.Flags & ~EntryFlags.UffdWp };
            child.PageTable.Replace(vma.Start, end, [.. extents[..copied].ToArray().Where(extent => IsCopied(vma, extent))]);
            foreach (var extent in pinned)
                child.PageTable.Set(PinnedCopy.Make(machine, child, vma, extent));
        }

        return copied == extents.Length;
    }

    // A fault brings the huge PMD of a file back (copy_huge_pmd); a marker of protection means nothing to the child.
    private static bool IsCopied(Vma vma, in Extent extent) => (vma.IsAnonymous || vma.IsHugetlb || extent.Level == MappingLevel.Pte) && !extent.IsUffdMarker;

    private static bool MapInto(Machine machine, AddressSpace parent, AddressSpace child, Vma vma, in Extent extent)
    {
        if (extent.IsSwapped)
            Inherit(machine, parent, child, extent);
        if (!extent.NamesFrames || !IsCopied(vma, extent))
            return true;
        foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
        {
            if (run.Kind == FolioKind.HugeZero)
                continue;
            if (!Admits(machine, run, pages, extent.Level))
                return false;
            ReverseMap.Map(run, first, pages, machine.Profile.Geometry.EntryPages(extent.Level), child.Id);
        }

        return true;
    }

    private static void Inherit(Machine machine, AddressSpace parent, AddressSpace child, in Extent swapped)
    {
        SwapEntries.Duplicate(machine, swapped);
        if (machine.Profile.ForkPutsSwapUsersFirst)
            machine.SwapUsers.Join(child.Id);
        else
            machine.SwapUsers.JoinBehind(child.Id, parent.Id);
    }

    private static bool Admits(Machine machine, FolioRun run, long pages, MappingLevel level)
    {
        var each = pages / run.Count;
        return machine.Profile.MappingLimits is not { } limits
            || run.Counters.Admits(limits, each / machine.Profile.Geometry.EntryPages(level), each);
    }
}
