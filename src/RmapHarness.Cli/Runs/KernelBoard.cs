using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>The results of one kernel while they come in, from any thread.</summary>
/// <param name="kernel">The name that it was asked for by.</param>
/// <param name="scenarios">What runs on it.</param>
internal sealed class KernelBoard(string kernel, IReadOnlyList<Scenario> scenarios)
{
    private readonly Lock gate = new();
    private readonly ScenarioResult?[] results = new ScenarioResult?[scenarios.Count];
    private KernelUnderTest? underTest;
    private int done;

    /// <summary>The name that the kernel was asked for by.</summary>
    public string Kernel => kernel;

    /// <summary>What runs on the kernel.</summary>
    public IReadOnlyList<Scenario> Scenarios => scenarios;

    /// <summary>Notes what a guest of the kernel said of itself.</summary>
    public void SetKernel(KernelUnderTest value)
    {
        lock (gate)
            underTest ??= value;
    }

    /// <summary>Enters a result and returns how many there are.</summary>
    /// <param name="index">Index of the scenario.</param>
    /// <param name="result">Its result; a later one replaces an earlier one.</param>
    public int Set(int index, ScenarioResult result)
    {
        lock (gate)
        {
            if (results[index] is null)
                done++;
            results[index] = result;
            return done;
        }
    }

    /// <summary>All results, with an error for every scenario that has none; null if the kernel never ran.</summary>
    /// <param name="whyNot">Why scenarios have no result.</param>
    public KernelResults? ToResults(string whyNot)
    {
        lock (gate)
        {
            return underTest is null
                ? null
                : new KernelResults(
                    underTest,
                    [.. results.Select((result, i) => result ?? ScenarioResult.NotJudged(scenarios[i], Verdict.Error, $"not run: {whyNot}"))]);
        }
    }
}
