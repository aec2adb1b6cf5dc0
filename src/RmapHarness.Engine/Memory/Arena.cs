namespace RmapHarness.Engine.Memory;

/// <summary>
/// The virtual address range that belongs to scenarios. Everything outside is the agent's own and is not looked at. It fits
/// in 39 address bits and is aligned to the PMD size of every geometry.
/// </summary>
public static class Arena
{
    /// <summary>First byte: 64 GiB.</summary>
    public const ulong Start = 0x10_0000_0000;

    /// <summary>Byte after the last: 448 GiB.</summary>
    public const ulong End = 0x70_0000_0000;
}
