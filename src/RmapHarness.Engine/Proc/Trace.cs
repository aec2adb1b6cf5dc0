namespace RmapHarness.Engine.Proc;

/// <summary>All that one run of a program produced, on the engine or on a kernel.</summary>
/// <param name="Outcomes">One entry for each operation, in order (observe included).</param>
/// <param name="Observations">One entry for each observe operation, in order.</param>
public sealed record Trace(IReadOnlyList<StepOutcome> Outcomes, IReadOnlyList<Observation> Observations)
{
    /// <summary>What each process that lives at the end reads of all its memory then; null if the program did not come to its end.</summary>
    public IReadOnlyList<ProcContents>? Contents { get; init; }
}
