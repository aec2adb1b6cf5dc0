using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Cli.Runs;

/// <summary>What the options of the run command say.</summary>
public sealed record RunRequest
{
    /// <summary>Names or image paths, none for the default, until it is looked up.</summary>
    public required IReadOnlyList<string> Kernels { get; init; }

    /// <summary>The architecture that was asked for; null: that of the kernel.</summary>
    public Architecture? Architecture { get; init; }

    /// <summary>The machine that each kernel gets.</summary>
    public GuestShape Shape { get; init; } = new();

    /// <summary>What executes the guests.</summary>
    public AcceleratorChoice Accelerator { get; init; }

    /// <summary>The accounting scheme to expect; null: the kernel's own.</summary>
    public AccountingScheme? Scheme { get; init; }

    /// <summary>The sharing tracker to expect; null: the kernel's own.</summary>
    public SharingTracker? Sharing { get; init; }

    /// <summary>Most guests at a time, at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Show what every scheme predicts and what every kernel shows.</summary>
    public bool Values { get; init; }

    /// <summary>Run again whenever a scenario is saved.</summary>
    public bool Watch { get; init; }

    /// <summary>The output directory.</summary>
    public string Out { get; init; } = "out";
}
