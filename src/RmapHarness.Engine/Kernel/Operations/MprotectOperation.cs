namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mprotect of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte; the kernel refuses what is not page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Protection">The new PROT_* bits.</param>
public sealed record MprotectOperation(int Process, ulong Address, ulong Length, Protection Protection) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "mprotect";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Protection];
}
