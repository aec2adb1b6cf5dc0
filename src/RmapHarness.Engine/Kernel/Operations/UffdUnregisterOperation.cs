namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>UFFDIO_UNREGISTER of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record UffdUnregisterOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "uffd-unregister";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
