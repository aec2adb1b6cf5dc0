namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>munlockall.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record MunlockAllOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "munlockall";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
