using System.Globalization;
using System.Text;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Terminal;

/// <summary>The mismatches of a scenario as plain text to paste into a mail.</summary>
public static class MismatchText
{
    private const int Shown = 12;

    /// <summary>Everything that a reader needs who has not seen the run, ending with the command that repeats it.</summary>
    /// <param name="result">A result; without mismatches only its verdict and reason are told.</param>
    /// <param name="kernel">The kernel that it is of.</param>
    /// <param name="command">The command that runs the scenario again.</param>
    public static string Of(ScenarioResult result, KernelUnderTest kernel, string command)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(kernel);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Words.Of(result.Verdict)}: {result.Scenario.Name} ({result.Scenario.File})\n");
        Line(text, "about", result.Scenario.About);
        Line(text, "kernel", KernelTitle.Of(kernel));
        Line(text, "reason", result.Reason);
        Line(text, "repeat", command);
        foreach (var step in result.Differences.Take(Shown).GroupBy(difference => difference.Step))
        {
            text.Append('\n');
            AppendStep(text, result, step.Key);
            foreach (var difference in step)
                Append(text, difference);
        }

        if (result.Differences.Count > Shown)
            text.Append(CultureInfo.InvariantCulture, $"\n  … and {result.Differences.Count - Shown} more in {Json.ResultsFile.Name}\n");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string label, string value)
    {
        if (value.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {label + ":",-10}{value}\n");
    }

    // An observation shows what the step before it did, so that step is told too.
    private static void AppendStep(StringBuilder text, ScenarioResult result, int step)
    {
        text.Append(CultureInfo.InvariantCulture, $"  step {step}: {StepTexts.Of(result.Scenario, step)}\n");
        if (step > 0 && result.Scenario.Steps[step].Process is null)
            text.Append(CultureInfo.InvariantCulture, $"  after step {step - 1}: {StepTexts.Of(result.Scenario, step - 1)}\n");
    }

    private static void Append(StringBuilder text, Difference difference)
    {
        var place = string.Join(' ', new[] { difference.Process, difference.Where }.Where(part => part.Length > 0));
        var pages = difference.Pages > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({difference.Pages} pages)") : "";
        var known = difference.KnownIssue is { } id ? $"   [known issue {id}]" : "";
        text.Append(CultureInfo.InvariantCulture, $"    {place}{pages}: {Words.Of(difference.Observable)} {difference.Field}{known}\n");
        text.Append(CultureInfo.InvariantCulture, $"      expected {difference.Expected}\n");
        text.Append(CultureInfo.InvariantCulture, $"      observed {difference.Observed}\n");
    }
}
