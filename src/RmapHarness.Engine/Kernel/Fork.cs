using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>fork's copy of an address space (kernel/fork.c, dup_mmap; mm/memory.c, copy_page_range).</summary>
internal static class Fork
{
    /// <summary>Makes <paramref name="child"/> a copy of <paramref name="parent"/>. Returns 0 or an errno; then the child is empty.</summary>
    public static int Copy(Machine machine, AddressSpace parent, AddressSpace child)
    {
        foreach (var vma in parent.Vmas)
        {
            if ((vma.Flags & VmFlags.DontCopy) != 0)
                continue;
            var copy = vma.Part(vma.Start, vma.End);
            copy.Flags &= ~(VmFlags.Locked | VmFlags.LockOnFault);
            var wiped = (vma.Flags & VmFlags.WipeOnFork) != 0;
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
        foreach (var extent in parent.PageTable.Copy(vma.Start, vma.End))
        {
            if (extent.NamesFrames)
            {
                foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
                {
                    if (run.Kind == FolioKind.HugeZero)
                        continue;
                    if (!Admits(machine, run, pages, extent.Level))
                        return false;
                    ReverseMap.Map(run, first, pages, machine.Profile.Geometry.EntryPages(extent.Level), child.Id);
                }
            }

            // Both sides have to ask before they write again.
            var shared = extent with { Flags = extent.Flags & ~(EntryFlags.Writable | EntryFlags.AnonExclusive) };
            parent.PageTable.Set(shared);
            child.PageTable.Set(shared);
        }

        return true;
    }

    private static bool Admits(Machine machine, FolioRun run, long pages, MappingLevel level)
    {
        var each = pages / run.Count;
        return machine.Profile.MappingLimits is not { } limits
            || run.Counters.Admits(limits, each / machine.Profile.Geometry.EntryPages(level), each);
    }
}
