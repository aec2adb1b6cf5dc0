namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mmap of a file at a fixed address.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Protection">PROT_* bits.</param>
/// <param name="Flags">MAP_* bits; always with MAP_FIXED or MAP_FIXED_NOREPLACE, never with MAP_ANONYMOUS.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="Offset">First byte in the file; the kernel refuses what is not page aligned.</param>
public sealed record MmapFileOperation(int Process, ulong Address, ulong Length, Protection Protection, MapFlags Flags, int File, ulong Offset)
    : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "mmapfile";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Protection, (ulong)Flags, (ulong)File, Offset];
}
