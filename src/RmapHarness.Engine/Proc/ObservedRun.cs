namespace RmapHarness.Engine.Proc;

/// <summary>One program's run on a kernel.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it did not complete; empty if it did.</param>
/// <param name="Trace">What was acknowledged and observed until then.</param>
/// <param name="ThpFallbacks">Huge page allocations that fell back to small pages meanwhile, system-wide
/// (thp_fault_fallback and thp_fault_fallback_charge of /proc/vmstat, and anon_fault_fallback of each size).</param>
/// <param name="Duration">Time from the agent's start to its end of the run, as the agent measured it.</param>
public sealed record ObservedRun(RunEnd End, string Reason, Trace Trace, long ThpFallbacks, TimeSpan Duration)
{
    /// <summary>
    /// For a kernel that was damaged or lost: what happened, in one line that is the same each time the same happens; null if it
    /// did not happen.
    /// </summary>
    public string? Crash { get; init; }
}
