using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>
/// pwrite of whole pages in one call. Each gets the token of a page that nobody has stored to before (<see cref="PageToken"/>), with its offset
/// in the file as page number.
/// </summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="From">First byte, page aligned.</param>
/// <param name="Length">Bytes, whole pages.</param>
public sealed record PwriteOperation(int Process, int File, ulong From, ulong Length) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "pwrite";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, From, Length];
}
