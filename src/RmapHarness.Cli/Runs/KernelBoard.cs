using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>The results of one kernel while they come in, in whatever order.</summary>
/// <param name="scenarios">What runs on it.</param>
internal sealed class KernelBoard(IReadOnlyList<Scenario> scenarios)
{
    private readonly ScenarioResult?[] results = new ScenarioResult?[scenarios.Count];
    private int done;

    /// <summary>What the kernel said of itself; null until it was up.</summary>
    public KernelUnderTest? Kernel { get; set; }

    /// <summary>Enters the result of a scenario and returns how many there are.</summary>
    public int Set(int index, ScenarioResult result)
    {
        results[index] = result;
        return ++done;
    }

    /// <summary>All results, with an error for every scenario that has none; null if the kernel never ran.</summary>
    /// <param name="whyNot">Why scenarios have no result.</param>
    public KernelResults? ToResults(string whyNot) => Kernel is null
        ? null
        : new KernelResults(
            Kernel,
            [.. results.Select((result, i) => result ?? ScenarioResult.NotJudged(scenarios[i], Verdict.Error, $"not run: {whyNot}"))]);
}
