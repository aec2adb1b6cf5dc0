using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Cli.Nightly;

/// <summary>A kernel of a plan, with what is expected of it and what runs on it.</summary>
/// <param name="Kernel">A name of the catalogue, or an image.</param>
public sealed record PlanLine(string Kernel)
{
    /// <summary>The machine; null: that of the kernel.</summary>
    public Architecture? Architecture { get; init; }

    /// <summary>The accounting scheme to expect; null: the kernel's own.</summary>
    public AccountingScheme? Scheme { get; init; }

    /// <summary>The guest.</summary>
    public GuestShape Shape { get; init; } = new();

    /// <summary>Files, directories or names of scenarios; none: the whole library.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Whether to build it first, if the source or the configuration is another one than the last time.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>How much to fuzz it.</summary>
    public FuzzPlan Fuzz { get; init; } = FuzzPlan.None;
}
