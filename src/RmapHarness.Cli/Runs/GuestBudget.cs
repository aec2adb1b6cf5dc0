namespace RmapHarness.Cli.Runs;

/// <summary>How many guests this machine can have up at a time.</summary>
internal static class GuestBudget
{
    // QEMU's own needs beside the guest's memory.
    private const long OverheadMiB = 512;
    private const long MiB = 1 << 20;
    private const int DefaultGuestMiB = 1024;

    /// <summary>As many as fit this machine.</summary>
    /// <param name="guestMiB">Memory of the largest guest; null: what a guest has that nobody gives more.</param>
    public static int OfThisMachine(int? guestMiB) =>
        Of(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, guestMiB ?? DefaultGuestMiB);

    /// <summary>As many as there are processors and as fit into half of the memory, at least one.</summary>
    /// <param name="processors">Processors of the machine.</param>
    /// <param name="memoryBytes">Memory that may be used, in bytes.</param>
    /// <param name="guestMiB">Memory of the largest guest.</param>
    public static int Of(int processors, long memoryBytes, int guestMiB) =>
        (int)Math.Clamp(memoryBytes / MiB / 2 / (guestMiB + OverheadMiB), 1, Math.Max(1, processors));
}
