namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>munmap of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte; the kernel refuses what is not page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record MunmapOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "munmap";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
