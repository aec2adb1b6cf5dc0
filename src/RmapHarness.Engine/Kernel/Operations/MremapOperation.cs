namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mremap: in place, or to a fixed address.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="OldLength">Bytes of the old range.</param>
/// <param name="NewLength">Bytes of the new range.</param>
/// <param name="Flags">MREMAP_* bits; a move always has MREMAP_FIXED.</param>
/// <param name="NewAddress">Where it moves to; 0 without MREMAP_FIXED.</param>
public sealed record MremapOperation(int Process, ulong Address, ulong OldLength, ulong NewLength, MremapFlags Flags, ulong NewAddress)
    : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "mremap";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, OldLength, NewLength, (ulong)Flags, NewAddress];
}
