namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>process_madvise of a range, through a pidfd.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Target">Index of the process whose memory it is; may be the acting one.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Advice">MADV_* value.</param>
public sealed record ProcessMadviseOperation(int Process, int Target, ulong Address, ulong Length, Advice Advice) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "process_madvise";

    /// <inheritdoc/>
    public override KernelVersion? Since => Advice.Since();

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Target, Address, Length, (ulong)Advice];
}
