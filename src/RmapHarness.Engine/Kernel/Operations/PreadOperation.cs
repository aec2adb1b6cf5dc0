namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>pread of whole pages into memory, called again where it ended until the file's end, all pages, or an error.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="From">First byte in the file, page aligned.</param>
/// <param name="Address">Where the first byte goes, page aligned.</param>
/// <param name="Length">Bytes, whole pages.</param>
public sealed record PreadOperation(int Process, int File, ulong From, ulong Address, ulong Length) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "pread";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, From, Address, Length];
}
