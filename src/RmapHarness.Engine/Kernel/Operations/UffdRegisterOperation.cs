namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>UFFDIO_REGISTER of a range, for its write protection: a store to a protected page ends with SIGBUS.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsAsync">By UFFD_FEATURE_WP_ASYNC: a store ends the page's protection, and nothing else happens.</param>
public sealed record UffdRegisterOperation(int Process, ulong Address, ulong Length, bool IsAsync = false) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "uffd-register";

    /// <inheritdoc/>
    public override KernelFeature Needs => IsAsync ? KernelFeature.UffdAsync : KernelFeature.UffdWriteProtect;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, IsAsync ? 1UL : 0UL];
}
