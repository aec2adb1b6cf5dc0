namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>UFFDIO_WRITEPROTECT of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Protects">Protects the pages, or gives them free again.</param>
public sealed record UffdProtectOperation(int Process, ulong Address, ulong Length, bool Protects) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "uffd-protect";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, Protects ? 1UL : 0UL];
}
