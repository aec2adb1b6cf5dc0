namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>ksmd runs until nothing more merges (/sys/kernel/mm/ksm/run). Process means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record KsmScanOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "ksm-scan";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.Ksm;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
