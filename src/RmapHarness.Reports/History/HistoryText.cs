using System.Globalization;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.History;

/// <summary>Answers about the history as plain text.</summary>
/// <param name="reader">The history.</param>
public sealed class HistoryText(HistoryReader reader)
{
    private readonly Dictionary<long, IReadOnlyDictionary<string, KernelEntry>> kernels = [];

    /// <summary>What became of scenarios: for each kernel line the stretches of runs with the same outcome.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="results">Results, the oldest first within a line and scenario.</param>
    public void WriteScenarios(TextWriter writer, IReadOnlyList<ResultRecord> results)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var scenario in results.GroupBy(result => (result.Entry.Name, result.Line)).OrderBy(group => group.Key))
        {
            writer.WriteLine($"{scenario.Key.Name} on {scenario.Key.Line}");
            foreach (var stretch in Stretches([.. scenario]))
            {
                var (first, last) = (stretch[0], stretch[^1]);
                var what = last.Entry.Crash ?? (last.Signature.Length > 0 ? last.Signature : last.Entry.Reason);
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Span(first, last),-24}  {Releases(first, last)}  {last.Entry.Verdict} in {Count(stretch.Count)}, {last.Entry.Compared} values, {Mean(stretch)} ms{(what.Length > 0 ? $": {what}" : "")}"));
            }
        }
    }

    /// <summary>What became of a kernel: a line for each run.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="results">Results, by runs.</param>
    public void WriteKernel(TextWriter writer, IReadOnlyList<ResultRecord> results)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var run in results.GroupBy(result => (result.Run, result.Line)))
        {
            var verdicts = run.GroupBy(result => result.Entry.Verdict).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}");
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"run {run.Key.Run}  {run.First().At:yyyy-MM-dd HH:mm}  {run.Key.Line}  {Kernel(run.First())?.Release}  {string.Join(", ", verdicts)}; {run.Sum(result => result.Entry.Compared)} values, {run.Sum(result => result.Entry.DurationMs)} ms"));
        }
    }

    /// <summary>Where a finding shows: for each kernel line and scenario the first and the last time.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="results">Results, the oldest first.</param>
    public void WriteFinding(TextWriter writer, IReadOnlyList<ResultRecord> results)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var line in results.GroupBy(result => result.Line).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (first, last) = (line.First(), line.Last());
            writer.WriteLine($"{line.Key}: first {Place(first)}, last {Place(last)}");
            foreach (var scenario in line.GroupBy(result => result.Entry.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
                writer.WriteLine($"  {scenario.Key}: in {Count(scenario.Count())}");
        }
    }

    private static List<List<ResultRecord>> Stretches(List<ResultRecord> results)
    {
        var stretches = new List<List<ResultRecord>>();
        foreach (var result in results)
        {
            if (stretches.Count == 0 || stretches[^1][^1].Entry.Verdict != result.Entry.Verdict || stretches[^1][^1].Signature != result.Signature)
                stretches.Add([]);
            stretches[^1].Add(result);
        }

        return stretches;
    }

    private static string Span(ResultRecord first, ResultRecord last) => first.Run == last.Run
        ? string.Create(CultureInfo.InvariantCulture, $"{first.At:yyyy-MM-dd}")
        : string.Create(CultureInfo.InvariantCulture, $"{first.At:yyyy-MM-dd} – {last.At:yyyy-MM-dd}");

    private static string Count(int runs) => string.Create(CultureInfo.InvariantCulture, $"{runs} run{(runs == 1 ? "" : "s")}");

    private static long Mean(List<ResultRecord> results) => (long)results.Average(result => result.Entry.DurationMs);

    private string Releases(ResultRecord first, ResultRecord last)
    {
        var (from, to) = (Kernel(first)?.Release ?? "?", Kernel(last)?.Release ?? "?");
        return from == to ? from : $"{from} – {to}";
    }

    private string Place(ResultRecord result) =>
        string.Create(CultureInfo.InvariantCulture, $"run {result.Run} ({result.At:yyyy-MM-dd}, {Kernel(result)?.Release})");

    private KernelEntry? Kernel(ResultRecord result)
    {
        if (!kernels.TryGetValue(result.Run, out var ofRun))
            kernels[result.Run] = ofRun = reader.Kernels(result.Run);
        return ofRun.GetValueOrDefault(result.Line);
    }
}
