namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>A thread more in a process; it waits for its own operations, as a process does.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Thread">Index of the new thread: one more than the highest so far.</param>
public sealed record ThreadOperation(int Process, int Thread) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "thread";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Thread];
}
