namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>munlock of a range.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record MunlockOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "munlock";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
