using RmapHarness.Cli.Runs;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>A mismatch that fuzzing came to.</summary>
/// <param name="Signature">What it is grouped by.</param>
/// <param name="Draft">The smallest scenario that shows it.</param>
/// <param name="Run">Its run.</param>
/// <param name="Shown">How often it showed in <see cref="Confirmation.Runs"/> runs on fresh guests; null: nobody asked.</param>
/// <param name="Scenarios">Generated scenarios that showed it.</param>
internal sealed record Finding(MismatchSignature Signature, ScenarioDraft Draft, ScenarioRun? Run, int? Shown, long Scenarios)
{
    /// <summary>It showed every time.</summary>
    public bool IsConfirmed => Shown == Confirmation.Runs;
}
