namespace RmapHarness.Cli.Runs;

/// <summary>The machine that a kernel gets.</summary>
public sealed record GuestShape
{
    /// <summary>Memory in MiB; null for what suits the kernel.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Virtual processors, at least 1.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>NUMA nodes, at least 1.</summary>
    public int NumaNodes { get; init; } = 1;

    /// <summary>Whether it is booted even where a snapshot of an earlier boot could be restored; it leaves none either.</summary>
    public bool IsCold { get; init; }

    /// <summary>Words to append to the kernel's command line.</summary>
    public IReadOnlyList<string> KernelArguments { get; init; } = [];
}
