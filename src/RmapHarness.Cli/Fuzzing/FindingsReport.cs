using System.Globalization;
using RmapHarness.Cli.Commands;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Writes findings: one directory each, with the smallest scenario, what it shows, and its C program.</summary>
internal sealed class FindingsReport(FuzzRequest request, KernelUnderTest kernel, TextWriter output)
{
    /// <summary>Writes all, confirmed ones first, shorter scenarios first.</summary>
    public void Write(IReadOnlyList<Finding> findings)
    {
        var number = 0;
        foreach (var finding in findings.OrderByDescending(finding => finding.Shown ?? -1).ThenBy(finding => finding.Draft.Steps.Count))
            Write(finding, ++number);
    }

    private void Write(Finding finding, int number)
    {
        var slug = new string([.. finding.Signature.Key.Field.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        var directory = Path.Combine(
            request.Run.Out, "mismatches", string.Create(CultureInfo.InvariantCulture, $"{number:D2}-{slug}"));
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "scenario.yaml");
        File.WriteAllText(file, finding.Draft.ToString());
        output.WriteLine($"{number}. {finding.Signature}");
        output.WriteLine($"   {Belief(finding)}; {finding.Scenarios} generated scenarios showed it; {finding.Draft.Steps.Count} steps: {file}");
        if (finding.Run is not { } run)
            return;
        var scenario = finding.Draft.Load(file).Scenarios[0];
        var result = run.Result with { Scenario = scenario };
        File.WriteAllText(
            Path.Combine(directory, "report.txt"), MismatchText.Of(result, kernel, RepeatCommand.Of(scenario, kernel, request.Run)));
        try
        {
            File.WriteAllText(Path.Combine(directory, "reproducer.c"), Reproducers.Write(run, kernel));
        }
        catch (NotSupportedException exception)
        {
            output.WriteLine($"   no C program: {exception.Message}");
        }
    }

    private static string Belief(Finding finding) => finding.Shown switch
    {
        null => "not confirmed: interrupted",
        Confirmation.Runs => $"shown in all of {Confirmation.Runs} runs on fresh guests",
        var shown => $"flaky: shown in {shown} of {Confirmation.Runs} runs on fresh guests",
    };
}
