using System.Text.Json.Serialization;

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
public sealed record ResultsDocument(
    int Schema,
    string Harness,
    bool Interrupted,
    KernelEntry Kernel,
    IReadOnlyList<KernelEntry> Kernels,
    IReadOnlyList<ScenarioEntry> Scenarios,
    IReadOnlyDictionary<string, long> Totals)
{
    /// <summary>I/N if it is the I-th of N parts of a whole; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Shard { get; init; }

    /// <summary>Kernels that were meant to run and did not, or not to the end.</summary>
    public IReadOnlyList<GapEntry> Gaps { get; init; } = [];

    /// <summary>The scenarios that do not end alike on all kernels of one kind, in release order.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];
}

/// <summary>A kernel that did not run, or not to the end.</summary>
/// <param name="Name">What it was asked for by.</param>
/// <param name="Reason">Why it did not run.</param>
public sealed record GapEntry(string Name, string Reason);

/// <summary>How a scenario ended on the kernels of one architecture, page size and scheme.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Spans">At least two.</param>
public sealed record HistoryEntry(string Scenario, IReadOnlyList<SpanEntry> Spans);

/// <summary>Kernels that follow each other and on which it ended alike.</summary>
/// <param name="State">The verdict, and what shows.</param>
/// <param name="Kernels">uname -r of each.</param>
public sealed record SpanEntry(string State, IReadOnlyList<string> Kernels);

/// <summary>One kernel.</summary>
/// <param name="Name">What it was asked for by: a name of the catalogue, or a path.</param>
/// <param name="Release">uname -r.</param>
/// <param name="Arch">x86_64 or arm64.</param>
/// <param name="PageSize">Base page size in bytes.</param>
/// <param name="Scheme">Accounting scheme.</param>
/// <param name="Sharing">Sharing tracker.</param>
/// <param name="Accel">kvm, tcg or none.</param>
public sealed record KernelEntry(string Name, string Release, string Arch, long PageSize, string Scheme, string Sharing, string Accel)
{
    /// <summary>SHA-256 of its configuration; null if that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConfigHash { get; init; }

    /// <summary>What is compared on other kernels and not on this one; null if there is nothing of the kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NotComparedEntry>? NotCompared { get; init; }

    /// <summary>Settings and configuration that may matter, in one line.</summary>
    public string Facts { get; init; } = "";

    /// <summary>As which scheme and tracker it behaves; null if nobody probed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BehaviourEntry? Behaviour { get; init; }
}

/// <summary>An observable that is not compared on a kernel.</summary>
/// <param name="Observable">What the values would be read from.</param>
/// <param name="Reason">Why not.</param>
public sealed record NotComparedEntry(string Observable, string Reason);

/// <summary>One scenario on one kernel.</summary>
/// <param name="Name">Name of the scenario.</param>
/// <param name="File">Where it is written.</param>
/// <param name="Hash">SHA-256 of that file, in hexadecimal.</param>
/// <param name="Kernel">Name of one of the kernels.</param>
/// <param name="Verdict">One of the words of <see cref="Verdicts.Verdict"/>.</param>
/// <param name="Reason">Why, in one line; empty for a pass.</param>
/// <param name="Steps">Number of its steps.</param>
/// <param name="Compared">Values compared.</param>
/// <param name="DurationMs">Time that the kernel took, in milliseconds.</param>
/// <param name="Diffs">The mismatches.</param>
public sealed record ScenarioEntry(
    string Name,
    string File,
    string Hash,
    string Kernel,
    string Verdict,
    string Reason,
    int Steps,
    long Compared,
    long DurationMs,
    IReadOnlyList<DifferenceEntry> Diffs)
{
    /// <summary>For a crash: its title, the same each time the same happens; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Crash { get; init; }

    /// <summary>For a scenario with mismatches: its steps as they are written; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Timeline { get; init; }

    /// <summary>For a scenario that fuzzing made: the text of its file; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>For a session of fuzzing: what it did; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FuzzEntry? Fuzz { get; init; }

    /// <summary>For a scenario with mismatches: an SVG image of the pages at the first one; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Picture { get; init; }
}

/// <summary>A session of fuzzing, in numbers; see <see cref="FuzzDocument"/>.</summary>
/// <param name="Seed">Where its sequence of scenarios began.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Scenarios">Scenarios that ran.</param>
/// <param name="Rate">Scenarios a second.</param>
/// <param name="Cells">What its corpus reaches in the model.</param>
/// <param name="Rules">Different rules and operations of the model that it reaches.</param>
/// <param name="Found">How many findings it has.</param>
public sealed record FuzzEntry(ulong Seed, string End, long Scenarios, double Rate, int Cells, int Rules, int Found);

/// <summary>One mismatch; see <see cref="Verdicts.Diff.Difference"/>.</summary>
/// <param name="Step">Index of the step, from 0.</param>
/// <param name="StepText">The step as it stands in the scenario.</param>
/// <param name="Process">The process; empty if the mismatch belongs to none.</param>
/// <param name="Observable">What the value was read from.</param>
/// <param name="Where">Place in the process.</param>
/// <param name="Field">Name of the value.</param>
/// <param name="Expected">What the model says.</param>
/// <param name="Observed">What the kernel says.</param>
/// <param name="Pages">Base pages that show it; 0 if it is not about pages.</param>
/// <param name="KnownIssue">The finding that explains it, or null.</param>
public sealed record DifferenceEntry(
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

/// <summary>As which scheme and tracker a kernel behaves, by probing.</summary>
/// <param name="Known">False: as none; the entry's scheme and sharing are the nearest.</param>
/// <param name="Text">In words.</param>
/// <param name="Evidence">Where it differs from the nearest.</param>
public sealed record BehaviourEntry(bool Known, string Text, IReadOnlyList<string> Evidence);
