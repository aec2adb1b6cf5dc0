using System.Text.Json.Serialization;

namespace RmapHarness.Reports.Json;

/// <summary>fuzz.json as a whole: what a fuzz run did and found. docs/fuzz.schema.json describes it; members may be added, not renamed.</summary>
/// <param name="Schema">Version of the format: 1.</param>
/// <param name="Harness">Version of the harness; with the seed, the steps and the kernel it decides which scenarios there were.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Seed">Where the sequence of scenarios began.</param>
/// <param name="Steps">How many steps a scenario has.</param>
/// <param name="Focus">Steps that were to come more often.</param>
/// <param name="End">Why it ended: <c>done</c>, <c>enough</c> (different mismatches), <c>interrupted</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it failed; empty otherwise.</param>
/// <param name="Scenarios">Scenarios that ran, those of the corpus included.</param>
/// <param name="Compared">Values compared.</param>
/// <param name="Seconds">From the kernel's first scenario to the last one; confirming and shrinking come after that.</param>
/// <param name="Rate">Scenarios a second.</param>
/// <param name="Verdicts">How many scenarios came to each verdict.</param>
/// <param name="Coverage">What the corpus reaches in the model.</param>
/// <param name="Corpus">Directory of the corpus.</param>
/// <param name="FirstMismatchSeconds">How long after the first scenario the first mismatch or crash was seen; null if none was.</param>
/// <param name="Findings">What does not agree, one entry a signature; the best reproducer first.</param>
/// <param name="Crashes">Every scenario in which the kernel crashed or hung.</param>
public sealed record FuzzDocument(
    int Schema,
    string Harness,
    KernelEntry Kernel,
    ulong Seed,
    FuzzStepsEntry Steps,
    IReadOnlyList<string> Focus,
    string End,
    string Reason,
    long Scenarios,
    long Compared,
    double Seconds,
    double Rate,
    IReadOnlyDictionary<string, long> Verdicts,
    FuzzCoverageEntry Coverage,
    string Corpus,
    double? FirstMismatchSeconds,
    IReadOnlyList<FuzzFindingEntry> Findings,
    IReadOnlyList<FuzzCrashEntry> Crashes);

/// <summary>Bounds of the number of steps, observations not counted.</summary>
/// <param name="Least">Fewest.</param>
/// <param name="Most">Most.</param>
public sealed record FuzzStepsEntry(int Least, int Most);

/// <summary>What scenarios reach in the model.</summary>
/// <param name="Cells">Different pairs of a rule and a state that it met a folio in, and different ends of operations.</param>
/// <param name="Rules">Different rules and operations.</param>
public sealed record FuzzCoverageEntry(int Cells, int Rules);

/// <summary>One thing that does not agree.</summary>
/// <param name="Kind"><c>mismatch</c> or <c>crash</c>.</param>
/// <param name="Signature">What it is grouped by: what was done last, what differs and which way, how the pages are mapped; or the crash's title.</param>
/// <param name="Shown">In how many of <paramref name="Runs"/> runs on fresh guests it showed; all: it counts; fewer: it is flaky; null: nobody asked.</param>
/// <param name="Runs">How many runs make it believed.</param>
/// <param name="Scenarios">Generated scenarios that showed it.</param>
/// <param name="Steps">Steps of the smallest scenario.</param>
/// <param name="Scenario">File of the smallest scenario, relative to the directory of fuzz.json, as the two after it.</param>
/// <param name="Report">File that tells it, to mail.</param>
/// <param name="Reproducer">File of the C program; null if there is none.</param>
public sealed record FuzzFindingEntry(
    string Kind, string Signature, int? Shown, int Runs, long Scenarios, int Steps, string Scenario, string Report, string? Reproducer)
{
    /// <summary>Why there is no C program; null if there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NoReproducer { get; init; }
}

/// <summary>A scenario in which the kernel crashed or hung.</summary>
/// <param name="Title">What happened, the same each time the same happens.</param>
/// <param name="Scenario">File of the scenario, relative to the directory of fuzz.json.</param>
public sealed record FuzzCrashEntry(string Title, string Scenario);
