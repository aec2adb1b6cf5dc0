namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>
/// The operations that follow are done at the same time: each process does its own, in their order, and begins a round when all have ended the one
/// before. It has ended when all have; each of them has then the first result that was not 0, if there was one.
/// </summary>
/// <param name="Count">How many operations.</param>
/// <param name="Rounds">How often, at least 1.</param>
public sealed record TogetherOperation(int Count, int Rounds) : Operation(0)
{
    /// <inheritdoc/>
    public override string Name => "together";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.TwoProcessors;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Count, (ulong)Rounds];
}
