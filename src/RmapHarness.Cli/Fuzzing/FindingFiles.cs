using System.Globalization;
using RmapHarness.Cli.Commands;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Writes findings: one directory each, with the smallest scenario, what it shows, and its C program.</summary>
internal sealed class FindingFiles(FuzzRequest request, KernelUnderTest kernel)
{
    /// <summary>Writes all, confirmed ones first, shorter scenarios first; returns what was written in that order.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<FuzzFindingEntry> Write(IReadOnlyList<Finding> findings) =>
    [
        .. findings.OrderByDescending(finding => finding.Shown ?? -1).ThenBy(finding => finding.Draft.Steps.Count)
            .Select((finding, index) => Write(finding, index + 1)),
    ];

    private FuzzFindingEntry Write(Finding finding, int number)
    {
        var directory = Path.Combine("mismatches", string.Create(CultureInfo.InvariantCulture, $"{number:D2}-{finding.Symptom.Slug}"));
        Directory.CreateDirectory(At(directory));
        var scenario = Write(directory, "scenario.yaml", finding.Draft.ToString());
        var entry = new FuzzFindingEntry(
            finding.Symptom.Kind,
            finding.Signature,
            finding.Shown,
            Confirmation.Runs,
            finding.Scenarios,
            finding.Draft.Steps.Count,
            scenario,
            Report(directory, At(scenario), finding),
            null);
        if (finding.Run is not { } run)
            return entry;
        try
        {
            return entry with { Reproducer = Write(directory, "reproducer.c", Reproducers.Write(run, kernel)) };
        }
        catch (NotSupportedException exception)
        {
            return entry with { NoReproducer = exception.Message };
        }
    }

    private string Report(string directory, string file, Finding finding)
    {
        var scenario = finding.Draft.Load(file).Scenarios[0];
        return Write(
            directory, "report.txt", MismatchText.Of(finding.Result with { Scenario = scenario }, kernel, RepeatCommand.Of(scenario, kernel, request.Run)));
    }

    private string Write(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(At(path), text);
        return path;
    }

    private string At(string path) => Path.Combine(request.Run.Out, path);
}
