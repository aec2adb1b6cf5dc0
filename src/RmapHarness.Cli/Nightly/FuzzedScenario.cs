using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Reports.Json;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Nightly;

/// <summary>What fuzzing found, as a scenario that later nights run like those of the library.</summary>
internal static class FuzzedScenario
{
    /// <summary>What the names of all of them begin with.</summary>
    public const string Prefix = "fuzz-";

    private const int HashLength = 12;

    /// <summary>The name of all that has a signature: a later night that finds the same finds it under the same name.</summary>
    public static string NameOf(string signature) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signature)))[..HashLength];

    /// <summary>Writes a finding's scenario into a directory, under its name.</summary>
    /// <returns>Its result, as the history and the reports have it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static ScenarioEntry Enter(Finding finding, string line, string directory)
    {
        var name = NameOf(finding.Signature);
        var source = (finding.Draft with { Name = name }).ToString();
        var path = Path.Combine(directory, $"{name}.yaml");
        File.WriteAllText(path, source);
        var scenario = ScenarioLoader.LoadText(source, path).Scenarios[0];
        return ResultsBuilder.ToEntry(ResultOf(finding, scenario), line) with { Source = source };
    }

    /// <summary>The scenario of a result that <see cref="Enter"/> made; null if this version cannot read it any more.</summary>
    public static Scenario? Load(ScenarioEntry entry) =>
        entry.Source is { } source && ScenarioLoader.LoadText(source, entry.File) is { Scenarios: [var scenario] } ? scenario : null;

    private static ScenarioResult ResultOf(Finding finding, Scenario scenario)
    {
        var result = finding.Run is { } run && finding.Symptom.ShownBy(run.Result) ? run.Result with { Scenario = scenario } : null;
        return finding.IsConfirmed && result is not null
            ? result
            : (result ?? ScenarioResult.NotJudged(scenario, Verdict.Flaky, "")) with
            {
                Verdict = Verdict.Flaky,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{finding.Signature}: {Words.Of(Verdict.Flaky)}, shown in {finding.Shown} of {Fuzzing.Confirmation.Runs} runs on fresh guests"),
            };
    }
}
