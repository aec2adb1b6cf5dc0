using System.Collections.Immutable;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>What was known at one observation.</summary>
/// <param name="Step">Its index in the program.</param>
/// <param name="Processes">Index and mappings of every live process by name.</param>
internal sealed record ObservationState(
    int Step,
    IReadOnlyDictionary<string, (int Index, ImmutableDictionary<string, MappingState> Mappings)> Processes);
