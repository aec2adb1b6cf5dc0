using RmapHarness.Cli.Runs;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Something that fuzzing came to.</summary>
/// <param name="Symptom">What shows.</param>
/// <param name="Signature">What it is grouped by, in one line.</param>
/// <param name="Draft">The smallest scenario that shows it.</param>
/// <param name="Result">A result of it that shows it.</param>
/// <param name="Run">Its last run on a fresh guest that showed it, or else the last one; null: nobody asked.</param>
/// <param name="Shown">How often it showed in <see cref="Confirmation.Runs"/> runs on fresh guests; null: nobody asked.</param>
/// <param name="Scenarios">Generated scenarios that showed it.</param>
internal sealed record Finding(
    Symptom Symptom, string Signature, ScenarioDraft Draft, ScenarioResult Result, ScenarioRun? Run, int? Shown, long Scenarios)
{
    /// <summary>It showed every time.</summary>
    public bool IsConfirmed => Shown == Confirmation.Runs;
}
