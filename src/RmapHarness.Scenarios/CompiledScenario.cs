using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Claims;

namespace RmapHarness.Scenarios;

/// <summary>A scenario resolved for one geometry.</summary>
/// <param name="Scenario">Where it comes from.</param>
/// <param name="Geometry">What it was resolved for.</param>
/// <param name="Program">One operation for each step, in the same order.</param>
/// <param name="Claims">The claims with their numbers, in the order of the file.</param>
public sealed record CompiledScenario(Scenario Scenario, Geometry Geometry, Program Program, IReadOnlyList<CompiledClaim> Claims)
{
    /// <summary>The mappings that steps make, in their order.</summary>
    public IReadOnlyList<NamedMapping> Mappings { get; init; } = [];
}
