namespace RmapHarness.Guests.Image;

/// <summary>The guest's RAM disk, which scenarios swap to. It takes memory for what is written to it only.</summary>
internal static class RamDisk
{
    /// <summary>The driver.</summary>
    public const string Module = "brd";

    /// <summary>One disk of 16 GiB, the size in KiB: enough for PMDs of 512 MiB.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["rd_nr=1", "rd_size=16777216"];

    /// <summary>The same for a kernel that has the driver built in.</summary>
    public static IEnumerable<string> KernelArguments => Parameters.Select(parameter => $"{Module}.{parameter}");
}
