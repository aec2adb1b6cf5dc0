namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mlock2 of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="OnFault">MLOCK_ONFAULT: pages are locked as they come, not faulted in.</param>
public sealed record MlockOperation(int Process, ulong Address, ulong Length, bool OnFault) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "mlock";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, OnFault ? 1UL : 0UL];
}
