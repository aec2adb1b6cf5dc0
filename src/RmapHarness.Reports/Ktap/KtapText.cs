using System.Globalization;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Ktap;

/// <summary>
/// Writes results as KTAP version 1 (Documentation/dev-tools/ktap.rst): a test for each kernel, with the scenarios as its subtests.
/// </summary>
public static class KtapText
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "results.ktap";

    private const string Version = "KTAP version 1";

    /// <summary>Writes the file; another process sees all of it or none.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string directory, ResultsDocument document)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            Write(writer, document);
        });
        return path;
    }

    /// <summary>Writes the text.</summary>
    public static void Write(TextWriter writer, ResultsDocument document)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(document);
        writer.WriteLine(Version);
        var gone = document.Gaps.Where(gap => document.Kernels.All(kernel => kernel.Name != gap.Name)).ToList();
        writer.WriteLine(Plan(document.Kernels.Count + gone.Count));
        for (var i = 0; i < document.Kernels.Count; i++)
        {
            var kernel = document.Kernels[i];
            var scenarios = document.Scenarios.Where(scenario => scenario.Kernel == kernel.Name).ToList();
            writer.WriteLine($"  {Version}");
            writer.WriteLine($"  # {Clean(kernel.Name)}: {kernel.Release} {kernel.Arch} {kernel.Scheme} {kernel.Sharing} {kernel.Accel}");
            writer.WriteLine($"  {Plan(scenarios.Count)}");
            for (var j = 0; j < scenarios.Count; j++)
                WriteScenario(writer, j + 1, scenarios[j]);
            writer.WriteLine(Result(scenarios.TrueForAll(IsOk) && scenarios.Exists(scenario => scenario.Compared > 0), i + 1, kernel.Name, ""));
        }

        for (var i = 0; i < gone.Count; i++)
            writer.WriteLine(Result(true, document.Kernels.Count + i + 1, gone[i].Name, $" # SKIP not had: {Clean(gone[i].Reason)}"));
    }

    private static void WriteScenario(TextWriter writer, int number, ScenarioEntry scenario)
    {
        foreach (var diff in scenario.Diffs)
        {
            var place = string.Join(' ', new[] { diff.Process, diff.Where }.Where(part => part.Length > 0));
            writer.WriteLine(Clean($"  # step {diff.Step}: {place}: {diff.Observable} {diff.Field}: expected {diff.Expected}, observed {diff.Observed}", hash: true));
        }

        writer.WriteLine($"  {Result(IsOk(scenario), number, scenario.Name, Directive(scenario))}");
    }

    private static string Directive(ScenarioEntry scenario) => scenario.Verdict switch
    {
        "pass" => "",
        "skipped" => $" # SKIP {Clean(scenario.Reason)}",
        "inconclusive" => $" # SKIP inconclusive: {Clean(scenario.Reason)}",
        "known-issue" => $" # XFAIL {Clean(scenario.Reason)}",
        "error" => $" # ERROR {Clean(scenario.Reason)}",
        _ => $" # {scenario.Verdict}: {Clean(scenario.Crash ?? scenario.Reason)}",
    };

    private static bool IsOk(ScenarioEntry scenario) => scenario.Verdict is "pass" or "known-issue" or "fixed" or "skipped" or "inconclusive";

    private static string Result(bool isOk, int number, string name, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{(isOk ? "ok" : "not ok")} {number} {Clean(name)}{rest}");

    private static string Plan(int count) => string.Create(CultureInfo.InvariantCulture, $"1..{count}");

    // One line, and a '#' only where a directive begins.
    private static string Clean(string text, bool hash = false)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return hash ? line : line.Replace("#", "", StringComparison.Ordinal);
    }
}
