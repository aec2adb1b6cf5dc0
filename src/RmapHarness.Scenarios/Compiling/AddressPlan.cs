using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>Gives mappings their addresses, in order of appearance, so far apart that no two VMAs merge or share a page table.</summary>
internal sealed class AddressPlan(Geometry geometry)
{
    private ulong free = Arena.Start;

    /// <summary>The address for a mapping; null if it does not fit any more.</summary>
    /// <param name="length">Bytes, at least one page.</param>
    /// <param name="align">A power of two of at least one page.</param>
    public ulong? Place(ulong length, ulong align)
    {
        // A small alignment is an author's wish to be off a PMD boundary: it is met exactly.
        var address = align < geometry.PmdSize ? AlignUp(free, geometry.PmdSize) + align : AlignUp(free, align);
        if (address >= Arena.End || length > Arena.End - address)
            return null;
        free = address + length + geometry.PmdSize;
        return address;
    }

    private static ulong AlignUp(ulong value, ulong align) => (value + align - 1) & ~(align - 1);
}
