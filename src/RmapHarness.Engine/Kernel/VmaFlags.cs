using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Changing the flags of a part of a VMA (mm/vma.c, vma_modify_flags).</summary>
internal static class VmaFlags
{
    /// <summary>Sets the flags of from..to inside a VMA; VMAs are cut and joined as needed.</summary>
    public static void Set(Machine machine, AddressSpace mm, Vma vma, long from, long to, VmFlags flags)
    {
        if (flags == vma.Flags)
            return;
        var part = VmaMerge.Cut(machine, mm, vma, from, to);
        part.Flags = flags;
        VmaMerge.Join(machine, mm, part);
    }
}
