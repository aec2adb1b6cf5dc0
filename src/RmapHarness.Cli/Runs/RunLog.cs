using System.Collections.Concurrent;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>Keeps what ran with its traces, for those who want more than verdicts.</summary>
internal sealed class RunLog
{
    private readonly ConcurrentBag<(KernelUnderTest Kernel, ScenarioRun Run)> runs = [];

    /// <summary>Keeps a run; from any thread.</summary>
    public void Add(KernelUnderTest kernel, ScenarioRun run) => runs.Add((kernel, run));

    /// <summary>The runs of a scenario on the kernels, in the order of the kernels' names in the request.</summary>
    /// <param name="index">Index of the scenario.</param>
    /// <param name="kernels">The names.</param>
    public IReadOnlyList<(KernelUnderTest Kernel, ScenarioRun Run)> Of(long index, IReadOnlyList<string> kernels) =>
        [.. runs.Where(entry => entry.Run.Index == index).OrderBy(entry => kernels.ToList().IndexOf(entry.Kernel.Name))];
}
