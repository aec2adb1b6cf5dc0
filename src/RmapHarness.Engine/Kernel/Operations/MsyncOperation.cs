namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>msync of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte; the kernel refuses what is not page aligned.</param>
/// <param name="Length">Bytes; rounded up to pages.</param>
/// <param name="Flags">MS_* bits.</param>
public sealed record MsyncOperation(int Process, ulong Address, ulong Length, MsyncFlags Flags) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "msync";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Flags];
}
