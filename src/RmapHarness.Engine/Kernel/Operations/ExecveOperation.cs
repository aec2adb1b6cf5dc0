namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>execve of a program that waits for its own operations: nothing of the scenario's memory is left in the process, and its files are closed.</summary>
/// <param name="Process">Index of the acting process.</param>
public sealed record ExecveOperation(int Process) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "execve";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [];
}
