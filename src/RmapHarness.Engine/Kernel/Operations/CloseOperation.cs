namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>close: the file stays while somebody maps it or has it open.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
public sealed record CloseOperation(int Process, int File) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "close";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File];
}
