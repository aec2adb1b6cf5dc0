namespace RmapHarness.Engine.Proc;

/// <summary>
/// What /proc says of one process at one moment, restricted to the scenario's own address range. The engine predicts it, the
/// guest observes it, the diff compares the two.
/// </summary>
/// <param name="Process">Index of the process: 0 is the first one, then in order of the forks.</param>
/// <param name="Vmas">The VMAs by ascending address.</param>
/// <param name="Pages">Every page of every VMA, as runs by ascending address.</param>
public sealed record ProcSnapshot(int Process, IReadOnlyList<VmaSnapshot> Vmas, IReadOnlyList<PageRun> Pages)
{
    /// <summary>The first process that has the same address space, of which this is a thread; null if there is none, and in what was observed.</summary>
    public int? SharesWith { get; init; }

    /// <summary>/proc/PID/status; null where nobody looked.</summary>
    public FieldValues<StatusField>? Status { get; init; }

    /// <summary>The sums of the whole process, for a check of the kernel against itself; null in a prediction.</summary>
    public ProcRollup? Rollup { get; init; }
}
