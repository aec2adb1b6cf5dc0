using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Qemu;

/// <summary>What guest to start.</summary>
public sealed record QemuGuestOptions
{
    /// <summary>A name of the catalogue or the path of an image; null for the catalogue's default.</summary>
    public string? Kernel { get; init; }

    /// <summary>Memory in MiB, at least 640: below 512 the kernel starts with THP off. Null for what the kernel's page size asks for.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>
    /// Virtual processors, at least 1. More than one makes TCG run code that another one has just patched: kernels then die of an int3
    /// or of a corrupted list in some boots of a hundred. A scenario runs on one processor anyway.
    /// </summary>
    public int Processors { get; init; } = 1;

    /// <summary>NUMA nodes, at least 1.</summary>
    public int NumaNodes { get; init; } = 1;

    /// <summary>What executes the guest.</summary>
    public AcceleratorChoice Accelerator { get; init; } = AcceleratorChoice.Auto;

    /// <summary>Words to append to the kernel's command line.</summary>
    public IReadOnlyList<string> KernelArguments { get; init; } = [];

    /// <summary>The folder that keeps serial logs; null for the cache's own, which keeps the last twenty.</summary>
    public string? SerialLogDirectory { get; init; }

    /// <summary>QEMU: a path, or a name to be looked up in PATH; null for that of the kernel's architecture.</summary>
    public string? Qemu { get; init; }

    /// <summary>Where kernels, images and logs are kept; null for the user's cache.</summary>
    public HarnessCache? Cache { get; init; }

    /// <summary>Whether a boot leaves a snapshot in the cache, and the next start of the same guest restores it in place of a boot.</summary>
    public bool UsesSnapshots { get; init; } = true;

    /// <summary>Bytes that must be free where the cache is, or no snapshot is made.</summary>
    public long LeastFreeBytes { get; init; } = 2L << 30;

    /// <summary>How long to wait for things; null for what fits the accelerator.</summary>
    public GuestDeadlines? Deadlines { get; init; }
}
