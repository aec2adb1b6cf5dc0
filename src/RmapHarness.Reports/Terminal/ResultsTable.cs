using System.Globalization;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;
using Spectre.Console;

namespace RmapHarness.Reports.Terminal;

/// <summary>The results of a kernel as a table with a line of sums below it.</summary>
public static class ResultsTable
{
    /// <summary>Writes table and sums.</summary>
    public static void Write(IAnsiConsole console, KernelResults results)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(results);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("scenario");
        table.AddColumn("verdict");
        table.AddColumn(new TableColumn("compared").RightAligned());
        table.AddColumn(new TableColumn("ms").RightAligned());
        table.AddColumn("reason");
        foreach (var result in results.Scenarios)
        {
            table.AddRow(
                new Text(result.Scenario.Name),
                new Text(Words.Of(result.Verdict), VerdictStyles.Of(result.Verdict)),
                new Text(result.Compared.ToString(CultureInfo.InvariantCulture)),
                new Text(result.Duration.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)),
                new Text(result.Reason));
        }

        console.WriteLine(KernelTitle.Of(results.Kernel));
        if (results.Kernel.Behaviour is { IsKnown: false } behaviour)
        {
            console.WriteLine($"{results.Kernel.Release} {behaviour.Text}:");
            foreach (var evidence in behaviour.Evidence)
                console.WriteLine($"  {evidence}");
        }

        console.Write(table);
        console.WriteLine(Sums(results));
    }

    private static string Sums(KernelResults results)
    {
        var verdicts = Enum.GetValues<Verdict>()
            .Where(verdict => results.Count(verdict) > 0)
            .Select(verdict => string.Create(CultureInfo.InvariantCulture, $"{results.Count(verdict)} {Words.Of(verdict)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Kernel.Release}: {string.Join(", ", verdicts)}; {results.Compared} values compared");
    }
}
