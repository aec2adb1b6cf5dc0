using System.Numerics;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Makes a file that has no name, opens it for reading and writing, and gives it its first length: a hole.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program; no other file has it.</param>
/// <param name="Kind">Where it is made.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Huge">The option huge= that its tmpfs is mounted with.</param>
public sealed record CreateOperation(int Process, int File, FileKind Kind, ulong Size, TmpfsHuge Huge = TmpfsHuge.Never) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "create";

    /// <inheritdoc/>
    public override KernelFeature Needs => Kind == FileKind.Hugetlb ? KernelFeature.Hugetlb : KernelFeature.None;

    /// <inheritdoc/>
    public override ulong HugePage => Kind == FileKind.Hugetlb ? HugetlbPage : 0;

    /// <summary>Bytes of each huge page of a file of hugetlbfs.</summary>
    public ulong HugetlbPage { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, (ulong)Kind, Size, Kind == FileKind.Hugetlb ? (ulong)BitOperations.Log2(HugetlbPage) : (ulong)Huge];
}
