namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Sets what one size of THP may be used for, for the rest of the program: hugepages-*kB/enabled. Process means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Size">Bytes of the folios, a power of two.</param>
/// <param name="Mode">The setting.</param>
public sealed record ThpSizeOperation(int Process, ulong Size, ThpMode Mode) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "thp";

    /// <inheritdoc/>
    public override KernelVersion? Since => KernelProfile.SeveralThpSizes;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Size, (ulong)Mode];
}
