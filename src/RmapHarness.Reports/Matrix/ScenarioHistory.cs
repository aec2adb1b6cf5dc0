using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Matrix;

/// <summary>Kernels that follow each other and on which a scenario ended alike.</summary>
/// <param name="State">The verdict, and what shows: fields that differ, or recorded findings.</param>
/// <param name="Kernels">Their releases.</param>
public sealed record HistorySpan(string State, IReadOnlyList<string> Kernels);

/// <summary>How one scenario ended from release to release: where a difference came, went and came back.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Spans">At least one; neighbours differ.</param>
public sealed record ScenarioHistory(string Scenario, IReadOnlyList<HistorySpan> Spans)
{
    /// <summary>The history of a scenario.</summary>
    /// <param name="kernels">Results in release order.</param>
    /// <param name="index">Index of the scenario.</param>
    internal static ScenarioHistory Of(IReadOnlyList<KernelResults> kernels, int index)
    {
        var spans = new List<HistorySpan>();
        foreach (var kernel in kernels)
        {
            var state = StateOf(kernel.Scenarios[index]);
            if (spans.Count > 0 && spans[^1].State == state)
                spans[^1] = spans[^1] with { Kernels = [.. spans[^1].Kernels, kernel.Kernel.Release] };
            else
                spans.Add(new HistorySpan(state, [kernel.Kernel.Release]));
        }

        return new ScenarioHistory(kernels[0].Scenarios[index].Scenario.Name, spans);
    }

    private static string StateOf(ScenarioResult result)
    {
        var shows = result.Differences
            .Select(difference => difference.KnownIssue ?? $"{Words.Of(difference.Observable)} {difference.Field}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return shows.Count == 0 ? Words.Of(result.Verdict) : $"{Words.Of(result.Verdict)} ({string.Join(", ", shows)})";
    }
}
