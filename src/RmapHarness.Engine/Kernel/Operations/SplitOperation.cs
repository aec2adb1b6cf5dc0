namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Splits the large folios that a range maps, through debugfs (split_huge_pages).</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte; the kernel rounds it down to a page.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Order">log2 of the pages of the folios that they become.</param>
public sealed record SplitOperation(int Process, ulong Address, ulong Length, int Order) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "split";

    /// <inheritdoc/>
    public override KernelVersion? Since => Order > 0 ? KernelProfile.SplitsIntoLargeFolios : null;

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.SplitFile;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Order];
}
