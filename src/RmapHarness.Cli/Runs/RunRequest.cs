using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Cli.Runs;

/// <summary>What the options of the run command say.</summary>
public sealed record RunRequest
{
    /// <summary>The kernel that is taken if none is asked for: the newest of the catalogue.</summary>
    public const string DefaultKernel = "trixie-backports";

    /// <summary>Names or image paths, at least one.</summary>
    public required IReadOnlyList<string> Kernels { get; init; }

    /// <summary>The machine.</summary>
    public Architecture Architecture { get; init; } = Architecture.X86_64;

    /// <summary>auto, kvm or tcg.</summary>
    public string Accelerator { get; init; } = "auto";

    /// <summary>The accounting scheme to expect; null: the kernel's own.</summary>
    public AccountingScheme? Scheme { get; init; }

    /// <summary>The sharing tracker to expect; null: the kernel's own.</summary>
    public SharingTracker? Sharing { get; init; }

    /// <summary>Most guests at a time, at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The output directory.</summary>
    public string Out { get; init; } = "out";
}
