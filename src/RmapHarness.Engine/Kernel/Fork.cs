using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>fork's copy of an address space (kernel/fork.c, dup_mmap; mm/memory.c, copy_page_range).</summary>
internal static class Fork
{
    /// <summary>Makes <paramref name="child"/> a copy of <paramref name="parent"/>.</summary>
    public static void Copy(Machine machine, AddressSpace parent, AddressSpace child)
    {
        foreach (var vma in parent.Vmas)
        {
            var copy = vma.Part(vma.Start, vma.End);
            copy.AnonVma = vma.AnonVma is null ? null : new AnonVma(fromFork: true);
            child.Insert(copy);

            // Without an anon_vma a fault can bring everything back, so nothing is copied (vma_needs_copy).
            if (vma.AnonVma is not null)
                CopyEntries(machine, parent, child, vma);
        }
    }

    private static void CopyEntries(Machine machine, AddressSpace parent, AddressSpace child, Vma vma)
    {
        foreach (var (first, end) in parent.PageTable.TablesIn(vma.Start, vma.End))
            child.PageTable.AddTables(first, end);
        foreach (var extent in parent.PageTable.Copy(vma.Start, vma.End))
        {
            if ((extent.Flags & EntryFlags.ZeroPage) == 0)
            {
                foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
                {
                    if (run.Kind != FolioKind.HugeZero)
                        ReverseMap.Map(run, first, pages, machine.Profile.Geometry.EntryPages(extent.Level), child.Id);
                }
            }

            // Both sides have to ask before they write again.
            var shared = extent with { Flags = extent.Flags & ~(EntryFlags.Writable | EntryFlags.AnonExclusive) };
            parent.PageTable.Set(shared);
            child.PageTable.Set(shared);
        }
    }
}
