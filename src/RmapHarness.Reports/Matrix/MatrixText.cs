using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Matrix;

/// <summary>When did it start? One line a kernel in release order, one column a scenario, and what changed from release to release.</summary>
public static class MatrixText
{
    private static readonly Dictionary<Verdict, char> Letters = new()
    {
        [Verdict.Pass] = '.',
        [Verdict.Fail] = 'F',
        [Verdict.KnownIssue] = 'k',
        [Verdict.Fixed] = 'x',
        [Verdict.Flaky] = '~',
        [Verdict.Inconclusive] = '?',
        [Verdict.Skipped] = '-',
        [Verdict.Crash] = 'C',
        [Verdict.Error] = 'E',
    };

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="results">Results of the same scenarios on each kernel.</param>
    /// <param name="gaps">Kernels that did not run at all.</param>
    public static void Write(TextWriter writer, IReadOnlyList<KernelResults> results, IReadOnlyList<KernelGap> gaps)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(gaps);
        var used = results.SelectMany(result => result.Scenarios).Select(result => result.Verdict).Distinct().Order();
        writer.WriteLine($"one line a kernel, one column a scenario: {string.Join(", ", used.Select(verdict => $"{Letters[verdict]} {Words.Of(verdict)}"))}");
        foreach (var lineage in Lineage.Of(results))
            Write(writer, lineage);
        foreach (var gap in gaps)
            writer.WriteLine($"  not run: {gap.Name}: {gap.Reason}");
    }

    private static void Write(TextWriter writer, Lineage lineage)
    {
        var width = lineage.Kernels.Max(kernel => kernel.Kernel.Release.Length);
        writer.WriteLine($"{lineage.Title}:");
        foreach (var kernel in lineage.Kernels)
            writer.WriteLine($"  {kernel.Kernel.Release.PadRight(width)}  {string.Concat(kernel.Scenarios.Select(result => Letters[result.Verdict]))}");
        var changed = lineage.Histories.Where(history => history.Spans.Count > 1).ToList();
        if (lineage.Kernels.Count > 1 && changed.Count == 0)
            writer.WriteLine("  every scenario ends alike on all of them");
        // Scenarios that changed alike are told together.
        foreach (var alike in changed.GroupBy(history => string.Join('\n', history.Spans.Select(Describe))))
        {
            writer.WriteLine($"  {string.Join(", ", alike.Select(history => history.Scenario))}");
            foreach (var line in alike.Key.Split('\n'))
                writer.WriteLine($"    {line}");
        }
    }

    private static string Describe(HistorySpan span) => span.Kernels.Count == 1
        ? $"{span.Kernels[0]}: {span.State}"
        : $"{span.Kernels[0]} to {span.Kernels[^1]}: {span.State}";
}
