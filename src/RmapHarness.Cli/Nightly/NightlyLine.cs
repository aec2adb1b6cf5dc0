using RmapHarness.Cli.Runs;
using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Nightly;

/// <summary>A kernel line that is to run.</summary>
/// <param name="Name">What the history knows it by.</param>
/// <param name="Kernel">The name or path that starts the kernel.</param>
/// <param name="Request">How it runs.</param>
/// <param name="Scenarios">What runs on it.</param>
internal sealed record NightlyLine(string Name, string Kernel, RunRequest Request, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>Whether to build the kernel first.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>How much to fuzz it.</summary>
    public FuzzPlan Fuzz { get; init; } = FuzzPlan.None;
}
