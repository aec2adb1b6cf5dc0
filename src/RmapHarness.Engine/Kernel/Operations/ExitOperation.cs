namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>_exit; the operation has ended when the address space is gone.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record ExitOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "exit";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
