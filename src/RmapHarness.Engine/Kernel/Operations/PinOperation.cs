namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Registers a range as a buffer of io_uring: each of its pages is pinned for writing (FOLL_PIN) until the process unpins.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record PinOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "pin";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.IoUring;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
