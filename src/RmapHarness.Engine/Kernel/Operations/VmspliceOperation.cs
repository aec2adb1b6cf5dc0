namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Puts the pages of a range into a pipe of the process (vmsplice): each has one more reference (FOLL_GET) until the process drains it.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
public sealed record VmspliceOperation(int Process, ulong Address, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "vmsplice";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length];
}
