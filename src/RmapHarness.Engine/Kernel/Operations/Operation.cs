namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>
/// One thing that one process does, with every number resolved: a system call, a memory access, or an observation. The engine
/// applies it, the agent executes it.
/// </summary>
/// <param name="Process">Index of the acting process; 0 is the first one, then in order of the forks.</param>
public abstract record Operation(int Process)
{
    /// <summary>The operation's word on the agent's wire.</summary>
    public abstract string Name { get; }

    /// <summary>The first release that can do it; null if every kernel can that the model knows.</summary>
    public virtual KernelVersion? Since => null;

    /// <summary>What else it needs.</summary>
    public virtual KernelFeature Needs => KernelFeature.None;

    /// <summary>Bytes of the huge pages of the pool that it works with; 0: with none.</summary>
    public virtual ulong HugePage => 0;

    /// <summary>The numbers that follow the word, in the order that the agent expects.</summary>
    public abstract IReadOnlyList<ulong> Arguments { get; }
}
