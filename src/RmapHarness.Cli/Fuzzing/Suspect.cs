using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>A scenario that showed something.</summary>
/// <param name="Draft">The scenario.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Symptom">What it is remembered for.</param>
internal sealed record Suspect(ScenarioDraft Draft, ScenarioResult Result, Symptom Symptom)
{
    /// <summary>What it is grouped by as it stands.</summary>
    public string Signature => Symptom.SignatureIn(Result);

    /// <summary>The suspect that a result makes; null if it shows nothing.</summary>
    public static Suspect? Of(ScenarioResult result) =>
        Symptom.Of(result) is { } symptom ? new Suspect(ScenarioDraft.Of(result.Scenario), result, symptom) : null;
}
