namespace RmapHarness.Reports.History;

/// <summary>A run of the history on one kernel line, in numbers.</summary>
/// <param name="Run">The run.</param>
/// <param name="Line">The kernel line.</param>
/// <param name="Release">The kernel's release.</param>
/// <param name="Verdicts">How many scenarios have each verdict.</param>
/// <param name="Compared">Values compared.</param>
/// <param name="DurationMs">Time that the kernel took, in milliseconds.</param>
public sealed record NightTotals(
    RunRecord Run, string Line, string Release, IReadOnlyDictionary<string, int> Verdicts, long Compared, long DurationMs)
{
    /// <summary>The latest runs, the oldest first, each with its kernel lines.</summary>
    /// <param name="reader">The history.</param>
    /// <param name="most">How many runs.</param>
    public static IReadOnlyList<NightTotals> Latest(HistoryReader reader, int most)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return
        [
            .. reader.Runs(most).Reverse().SelectMany(run =>
            {
                var kernels = reader.Kernels(run.Id);
                return reader.Results(run.Id).GroupBy(result => result.Line).Select(line => new NightTotals(
                    run,
                    line.Key,
                    kernels[line.Key].Release,
                    line.GroupBy(result => result.Entry.Verdict).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
                    line.Sum(result => result.Entry.Compared),
                    line.Sum(result => result.Entry.DurationMs)));
            }),
        ];
    }
}
