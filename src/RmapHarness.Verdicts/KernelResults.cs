namespace RmapHarness.Verdicts;

/// <summary>All results on one kernel.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Scenarios">One result for each scenario, in the order in which they were asked for.</param>
public sealed record KernelResults(KernelUnderTest Kernel, IReadOnlyList<ScenarioResult> Scenarios)
{
    /// <summary>Values compared in all scenarios together.</summary>
    public long Compared => Scenarios.Sum(result => result.Compared);

    /// <summary>Number of scenarios with a verdict.</summary>
    public int Count(Verdict verdict) => Scenarios.Count(result => result.Verdict == verdict);

    /// <summary>
    /// Whether something new is wrong: a mismatch, a crash, a flake, or the harness itself; also if not one value was compared, for that
    /// says nothing good about the kernel, and if the kernel behaves as no known scheme.
    /// </summary>
    public bool IsWrong =>
        Compared == 0 || Kernel.Behaviour is { IsKnown: false } || Scenarios.Any(result => result.Verdict is Verdict.Fail or Verdict.Crash or Verdict.Flaky or Verdict.Error);
}
