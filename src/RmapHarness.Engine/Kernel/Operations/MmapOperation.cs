namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mmap at a fixed address.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Protection">PROT_* bits.</param>
/// <param name="Flags">MAP_* bits; always with MAP_FIXED or MAP_FIXED_NOREPLACE.</param>
public sealed record MmapOperation(int Process, ulong Address, ulong Length, Protection Protection, MapFlags Flags) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "mmap";

    /// <inheritdoc/>
    public override KernelFeature Needs => (Flags & MapFlags.HugeTlb) != 0 ? KernelFeature.Hugetlb : KernelFeature.None;

    /// <inheritdoc/>
    public override ulong HugePage => (Flags & MapFlags.HugeTlb) != 0 ? 1UL << ((int)Flags >> MapFlagBits.HugeShift) : 0;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Protection, (ulong)Flags];
}
