namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>A scenario resolved for one geometry: numbers only, ready for the engine and for the agent.</summary>
/// <param name="Operations">What happens, in order.</param>
/// <param name="ProcessNames">The author's name of each process, by index.</param>
public sealed record Program(IReadOnlyList<Operation> Operations, IReadOnlyList<string> ProcessNames);
