namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Empties the pipe of a process.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record DrainOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "drain";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
