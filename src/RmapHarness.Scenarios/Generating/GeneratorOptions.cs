using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Scenarios.Generating;

/// <summary>What decides which scenarios a generator makes: the same options and harness give the same scenarios, byte for byte.</summary>
public sealed record GeneratorOptions
{
    /// <summary>What <see cref="LeastSteps"/> is unless it is said otherwise.</summary>
    public const int FewestSteps = 3;

    /// <summary>What <see cref="MostSteps"/> is unless it is said otherwise.</summary>
    public const int UsualSteps = 16;

    /// <summary>Any number.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The kernel that the scenarios are for: its model says where they have not been.</summary>
    public required KernelProfile Profile { get; init; }

    /// <summary>What the kernel has; steps that need something else are not generated.</summary>
    public IReadOnlyCollection<KernelFeature> Features { get; init; } = [];

    /// <summary>Fewest steps of a scenario, observations not counted; at least 1.</summary>
    public int LeastSteps { get; init; } = FewestSteps;

    /// <summary>Most steps of a scenario, observations not counted.</summary>
    public int MostSteps { get; init; } = UsualSteps;

    /// <summary>Names of steps to have more often.</summary>
    public IReadOnlyList<string> Focus { get; init; } = [];
}
