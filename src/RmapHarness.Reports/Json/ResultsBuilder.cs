using RmapHarness.Engine.Kernel;
using RmapHarness.Reports.Matrix;
using RmapHarness.Reports.Picture;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Json;

/// <summary>Makes the document of results.json from results.</summary>
public static class ResultsBuilder
{
    private const int SchemaVersion = 1;

    /// <summary>The document of the results of a run.</summary>
    /// <param name="harness">Version of the harness.</param>
    /// <param name="results">The results of each kernel, at least one.</param>
    /// <param name="gaps">Kernels that did not run at all.</param>
    /// <param name="interrupted">Whether the run was stopped.</param>
    public static ResultsDocument Build(string harness, IReadOnlyList<KernelResults> results, IReadOnlyList<KernelGap> gaps, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(gaps);
        return Build(
            harness,
            [.. results.Select(result => ToEntry(result.Kernel))],
            [.. results.SelectMany(result => result.Scenarios.Select(scenario => ToEntry(scenario, result.Kernel.Name)))],
            interrupted) with
        {
            Gaps = [.. gaps.Select(gap => new GapEntry(gap.Name, gap.Reason))],
            History =
            [
                .. Lineage.Of(results).SelectMany(lineage => lineage.Histories.Where(history => history.Spans.Count > 1))
                    .Select(history => new HistoryEntry(history.Scenario, [.. history.Spans.Select(span => new SpanEntry(span.State, span.Kernels))])),
            ],
        };
    }

    /// <summary>The document of entries.</summary>
    /// <param name="harness">Version of the harness.</param>
    /// <param name="kernels">The kernels, at least one.</param>
    /// <param name="scenarios">The scenarios of all of them.</param>
    /// <param name="interrupted">Whether the run was stopped.</param>
    public static ResultsDocument Build(
        string harness, IReadOnlyList<KernelEntry> kernels, IReadOnlyList<ScenarioEntry> scenarios, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(scenarios);
        var totals = new Dictionary<string, long> { ["scenarios"] = scenarios.Count };
        foreach (var verdict in Words.All<Verdict>())
            totals[verdict] = scenarios.Count(scenario => scenario.Verdict == verdict);
        totals["compared"] = scenarios.Sum(scenario => scenario.Compared);
        totals["durationMs"] = scenarios.Sum(scenario => scenario.DurationMs);
        return new ResultsDocument(SchemaVersion, harness, interrupted, kernels[0], kernels, scenarios, totals);
    }

    /// <summary>The entry of a kernel.</summary>
    public static KernelEntry ToEntry(KernelUnderTest kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new KernelEntry(
            kernel.Name,
            kernel.Release,
            kernel.Profile.Architecture.Name(),
            (long)kernel.Profile.Geometry.PageSize,
            Words.Of(kernel.Profile.Scheme),
            Words.Of(kernel.Profile.Tracker),
            kernel.Accelerator)
        {
            ConfigHash = kernel.ConfigHash,
            Options = kernel.Options,
            NotCompared = ToEntries(NotCompared.On(kernel.Profile)),
            Facts = kernel.Facts,
            Behaviour = kernel.Behaviour is { } behaviour ? new BehaviourEntry(behaviour.IsKnown, behaviour.Text, behaviour.Evidence) : null,
        };
    }

    private static List<NotComparedEntry>? ToEntries(IReadOnlyList<NotCompared> entries) =>
        entries.Count == 0 ? null : [.. entries.Select(entry => new NotComparedEntry(Words.Of(entry.Observable), entry.Reason))];

    /// <summary>The entry of a scenario.</summary>
    /// <param name="result">Its result.</param>
    /// <param name="kernel">Name of the kernel that it is of.</param>
    public static ScenarioEntry ToEntry(ScenarioResult result, string kernel)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new ScenarioEntry(
            result.Scenario.Name,
            result.Scenario.File,
            result.Scenario.Hash,
            kernel,
            Words.Of(result.Verdict),
            result.Reason,
            result.Scenario.Steps.Count,
            result.Compared,
            (long)result.Duration.TotalMilliseconds,
            [.. result.Differences.Select(difference => ToEntry(difference, result))])
        {
            Crash = result.Crash,
            Timeline = result.Differences.Count > 0 ? [.. result.Scenario.Steps.Select(step => step.Text)] : null,
            Picture = MismatchPicture.Draw(result),
        };
    }

    private static DifferenceEntry ToEntry(Difference difference, ScenarioResult result) => new(
        difference.Step,
        StepTexts.Of(result.Scenario, difference.Step),
        difference.Process,
        Words.Of(difference.Observable),
        difference.Where,
        difference.Field,
        difference.Expected,
        difference.Observed,
        difference.Pages,
        difference.KnownIssue);
}
