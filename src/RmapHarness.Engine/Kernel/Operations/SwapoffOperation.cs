namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>swapoff of that area. Process means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record SwapoffOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "swapoff";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.SwapArea;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
