namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>move_pages with MPOL_MF_MOVE of all pages of a range; EACCES if one of them is on another node afterwards.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Node">The NUMA node that they shall be on: 0, where processes run, or 1.</param>
public sealed record MovePagesOperation(int Process, ulong Address, ulong Length, int Node) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "move-pages";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.SecondNode;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Node];
}
