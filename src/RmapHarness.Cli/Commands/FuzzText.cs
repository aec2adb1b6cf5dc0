using System.Globalization;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Reports.Json;

namespace RmapHarness.Cli.Commands;

/// <summary>What a fuzz session came to, for people.</summary>
internal static class FuzzText
{
    /// <summary>Writes the findings, the crashes, and one line of sums.</summary>
    public static void Write(FuzzOutcome outcome, string directory, TextWriter output)
    {
        var document = outcome.Document;
        foreach (var (index, finding) in document.Findings.Index())
        {
            output.WriteLine($"{index + 1}. {finding.Signature}");
            output.WriteLine(
                $"   {BeliefIn(finding)}; {finding.Scenarios} generated scenarios showed it; {finding.Steps} steps: {Path.Combine(directory, finding.Scenario)}");
            if (finding.NoReproducer is { } why)
                output.WriteLine($"   no C program: {why}");
        }

        foreach (var crash in document.Crashes)
            output.WriteLine($"crash: {crash.Title}: {Path.Combine(directory, crash.Scenario)}");
        output.WriteLine(
            $"seed {document.Seed}: {outcome.Tally.Line(document.Coverage.Cells, document.Findings.Count, TimeSpan.FromSeconds(document.Seconds))}");
        if (document.FirstMismatchSeconds is { } first)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first mismatch after {first:F1} s"));
    }

    private static string BeliefIn(FuzzFindingEntry finding) => finding.Shown switch
    {
        null => "not confirmed: interrupted",
        var shown when shown == finding.Runs => $"shown in all of {finding.Runs} runs on fresh guests",
        var shown => $"flaky: shown in {shown} of {finding.Runs} runs on fresh guests",
    };
}
