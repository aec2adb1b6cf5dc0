namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Sets the pool of huge pages of one size, for the rest of the program: nr_hugepages and nr_overcommit_hugepages. Process means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Size">Bytes of a huge page, a power of two.</param>
/// <param name="Pages">How many the pool has.</param>
/// <param name="Overcommit">How many more it may have while they are in use.</param>
public sealed record HugetlbOperation(int Process, ulong Size, ulong Pages, ulong Overcommit) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "hugetlb";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.Hugetlb;

    /// <inheritdoc/>
    public override ulong HugePage => Size;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Size, Pages, Overcommit];
}
