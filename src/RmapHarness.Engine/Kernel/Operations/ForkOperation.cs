namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>fork; the child waits for its own operations.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Child">Index of the new process: one more than the highest so far.</param>
public sealed record ForkOperation(int Process, int Child) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "fork";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Child];
}
