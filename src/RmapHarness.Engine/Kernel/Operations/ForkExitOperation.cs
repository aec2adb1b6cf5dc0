namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>fork of a child that ends at once; the operation has ended when the child's address space is gone.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record ForkExitOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "fork_exit";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
