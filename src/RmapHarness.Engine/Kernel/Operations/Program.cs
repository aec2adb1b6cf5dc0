namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>A scenario resolved for one geometry: numbers only, ready for the engine and for the agent.</summary>
/// <param name="Operations">What happens, in order.</param>
/// <param name="ProcessNames">The author's name of each process, by index.</param>
public sealed record Program(IReadOnlyList<Operation> Operations, IReadOnlyList<string> ProcessNames)
{
    /// <summary>The first operation that a kernel is too old for.</summary>
    /// <returns>Null if the kernel is new enough for all of them.</returns>
    public Operation? TooNewFor(KernelVersion kernel) => Operations.FirstOrDefault(operation => operation.Since > kernel);
}
