using System.Text.Encodings.Web;
using System.Text.Json;
using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Json;

/// <summary>Writes results.json.</summary>
public static class ResultsFile
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "results.json";

    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        // The file is read as JSON, never pasted into HTML: "0x1000000000+5" stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Removes the file of an earlier run, so that nobody takes it for this one's.</summary>
    /// <param name="directory">The output directory; it need not exist.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            File.Delete(Path.Combine(directory, Name));
    }

    /// <summary>Writes the file. Another process sees all of it or none of it.</summary>
    /// <param name="directory">The output directory; made if it does not exist.</param>
    /// <param name="harness">Version of the harness.</param>
    /// <param name="results">The results of each kernel, at least one.</param>
    /// <param name="interrupted">Whether the run was stopped.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string directory, string harness, IReadOnlyList<KernelResults> results, bool interrupted)
    {
        ArgumentNullException.ThrowIfNull(results);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, ToDocument(harness, results, interrupted), Options));
        return path;
    }

    private static ResultsDocument ToDocument(string harness, IReadOnlyList<KernelResults> results, bool interrupted)
    {
        var kernels = results.Select(result => ToEntry(result.Kernel)).ToList();
        var scenarios = results.SelectMany(result => result.Scenarios.Select(scenario => ToEntry(scenario, result.Kernel))).ToList();
        var totals = new Dictionary<string, long> { ["scenarios"] = scenarios.Count };
        foreach (var verdict in Words.All<Verdict>())
            totals[verdict] = scenarios.Count(scenario => scenario.Verdict == verdict);
        totals["compared"] = scenarios.Sum(scenario => scenario.Compared);
        totals["durationMs"] = scenarios.Sum(scenario => scenario.DurationMs);
        return new ResultsDocument(SchemaVersion, harness, interrupted, kernels[0], kernels, scenarios, totals);
    }

    private static KernelEntry ToEntry(KernelUnderTest kernel) => new(
        kernel.Name,
        kernel.Release,
        kernel.Profile.Architecture.Name(),
        (long)kernel.Profile.Geometry.PageSize,
        Words.Of(kernel.Profile.Scheme),
        Words.Of(kernel.Profile.Tracker),
        kernel.Accelerator);

    private static ScenarioEntry ToEntry(ScenarioResult result, KernelUnderTest kernel) => new(
        result.Scenario.Name,
        result.Scenario.File,
        result.Scenario.Hash,
        kernel.Name,
        Words.Of(result.Verdict),
        result.Reason,
        result.Scenario.Steps.Count,
        result.Compared,
        (long)result.Duration.TotalMilliseconds,
        [.. result.Differences.Select(difference => ToEntry(difference, result))]);

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
