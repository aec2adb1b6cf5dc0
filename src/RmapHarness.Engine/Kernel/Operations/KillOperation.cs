namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>SIGKILL; the operation has ended when the address space is gone.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Victim">Index of the process that is killed, with all its threads; may be the acting one.</param>
public sealed record KillOperation(int Process, int Victim) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "kill";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [(ulong)Victim];
}
