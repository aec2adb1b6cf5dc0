using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>MADV_GUARD_INSTALL and MADV_GUARD_REMOVE (mm/madvise.c, madvise_guard_install; since 6.13).</summary>
internal static class GuardMarkers
{
    /// <summary>Puts markers where pages and nothing were. Returns 0 or an errno.</summary>
    public static int Install(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if (vma.IsLocked || !IsAllowed(machine, vma))
            return Errno.Invalid;
        if (machine.Profile.NamesMaybeGuard)
            vma.Flags |= VmFlags.MaybeGuard;

        // Without the flag it is the anon_vma that makes fork copy a file's markers, and with them its pages.
        if (vma.IsAnonymous || !machine.Profile.NamesMaybeGuard)
            VmaMerge.PrepareAnon(machine, mm, vma);
        Zap.Range(machine, mm, vma, from, to, keepMarkers: true);
        mm.PageTable.Set(new Extent(from, to - from, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.Guard));
        return Errno.None;
    }

    /// <summary>Takes markers away; everything else stays. Returns 0 or an errno.</summary>
    public static int Remove(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if (!IsAllowed(machine, vma))
            return Errno.Invalid;
        foreach (var extent in mm.PageTable.Copy(from, to))
        {
            if ((extent.Flags & EntryFlags.Guard) != 0)
                mm.PageTable.Clear(extent.Page, extent.End);
        }

        return Errno.None;
    }

    private static bool IsAllowed(Machine machine, Vma vma) => vma.IsAnonymous || machine.Profile.GuardsFiles;
}
