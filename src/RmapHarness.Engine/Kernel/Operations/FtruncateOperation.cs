namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>ftruncate.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="Size">The new length in bytes, a multiple of 16: a page keeps both words of its token, or none.</param>
public sealed record FtruncateOperation(int Process, int File, ulong Size) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "ftruncate";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, Size];
}
