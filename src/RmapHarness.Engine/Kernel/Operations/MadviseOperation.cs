namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>madvise of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte; the kernel refuses what is not page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Advice">MADV_* value.</param>
public sealed record MadviseOperation(int Process, ulong Address, ulong Length, Advice Advice) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "madvise";

    /// <inheritdoc/>
    public override KernelVersion? Since => Advice.Since();

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Advice];
}
