namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>UFFDIO_REGISTER of a range, for its write protection: a store to a protected page ends with SIGBUS.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record UffdRegisterOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "uffd-register";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
