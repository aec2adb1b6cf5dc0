namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>mlockall.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Flags">MCL_* bits.</param>
public sealed record MlockAllOperation(int Process, MlockAllFlags Flags) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "mlockall";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Flags];
}
