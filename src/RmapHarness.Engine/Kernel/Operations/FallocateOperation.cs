namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>fallocate of whole pages.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="Mode">FALLOC_FL_* bits.</param>
/// <param name="From">First byte, page aligned.</param>
/// <param name="Length">Bytes, whole pages.</param>
public sealed record FallocateOperation(int Process, int File, FallocateMode Mode, ulong From, ulong Length) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "fallocate";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, (ulong)Mode, From, Length];
}
