namespace RmapHarness.Reports.Json;

/// <summary>results.json as a whole. docs/results.schema.json describes it; members may be added, not renamed.</summary>
/// <param name="Schema">Version of the format: 1.</param>
/// <param name="Harness">Version of the harness.</param>
/// <param name="Interrupted">The run was stopped; what had not ended by then has the verdict error.</param>
/// <param name="Kernel">The first kernel.</param>
/// <param name="Kernels">All kernels of the run.</param>
/// <param name="Scenarios">One entry for each scenario and kernel.</param>
/// <param name="Totals">Sums over <paramref name="Scenarios"/>: how many there are, how many have each verdict, values compared,
/// milliseconds.</param>
internal sealed record ResultsDocument(
    int Schema,
    string Harness,
    bool Interrupted,
    KernelEntry Kernel,
    IReadOnlyList<KernelEntry> Kernels,
    IReadOnlyList<ScenarioEntry> Scenarios,
    IReadOnlyDictionary<string, long> Totals);

/// <summary>One kernel.</summary>
internal sealed record KernelEntry(string Name, string Release, string Arch, long PageSize, string Scheme, string Sharing, string Accel);

/// <summary>One scenario on one kernel.</summary>
internal sealed record ScenarioEntry(
    string Name,
    string File,
    string Hash,
    string Kernel,
    string Verdict,
    string Reason,
    int Steps,
    long Compared,
    long DurationMs,
    IReadOnlyList<DifferenceEntry> Diffs);

/// <summary>One mismatch.</summary>
internal sealed record DifferenceEntry(
    int Step,
    string StepText,
    string Process,
    string Observable,
    string Where,
    string Field,
    string Expected,
    string Observed,
    long Pages,
    string? KnownIssue);
