namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>All live processes stand still and are looked at. Process is 0 and means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record ObserveOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "observe";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
