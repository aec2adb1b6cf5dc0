using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>
/// pwrite in one call. Each page whose first bytes are written gets the token of a page that nobody has stored to before (<see cref="PageToken"/>),
/// with its offset in the file as page number.
/// </summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="File">Number of the file in the program.</param>
/// <param name="From">First byte, a multiple of 16: a page keeps both words of its token, or none.</param>
/// <param name="Length">Bytes, a multiple of 16 as well.</param>
public sealed record PwriteOperation(int Process, int File, ulong From, ulong Length) : FileOperation(Process, File)
{
    /// <inheritdoc/>
    public override string Name => "pwrite";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)File, From, Length];
}
