using RmapHarness.Scenarios;

namespace RmapHarness.Reports;

/// <summary>What stands in the scenario for a step.</summary>
internal static class StepTexts
{
    /// <summary>The step in one line as written; empty if the scenario has no such step.</summary>
    public static string Of(Scenario scenario, int step) =>
        step >= 0 && step < scenario.Steps.Count ? scenario.Steps[step].Text : "";
}
