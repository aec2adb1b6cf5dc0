namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Gives all pins of a process back.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record UnpinOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "unpin";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.IoUring;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
