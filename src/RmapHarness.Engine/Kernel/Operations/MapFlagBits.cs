namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>The part of mmap's flags, and of memfd_create's, that is a number.</summary>
public static class MapFlagBits
{
    /// <summary>MAP_HUGE_SHIFT: log2 of the bytes of a huge page stands from this bit on.</summary>
    public const int HugeShift = 26;

    /// <summary>MAP_HUGETLB with a size of huge pages.</summary>
    /// <param name="bytes">A power of two.</param>
    public static MapFlags Huge(ulong bytes) => MapFlags.HugeTlb | (MapFlags)(uint)(System.Numerics.BitOperations.Log2(bytes) << HugeShift);
}
