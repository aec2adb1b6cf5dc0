using System.Globalization;
using System.Text;
using RmapHarness.Reports.Mismatches;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Terminal;

/// <summary>The mismatches of a scenario as plain text to paste into a mail.</summary>
public sealed class MismatchText
{
    private const int Shown = 12;
    private readonly StringBuilder text = new();
    private readonly ScenarioResult result;
    private readonly CompiledScenario? compiled;
    private readonly ExpectationReason? reasons;

    private MismatchText(ScenarioResult result, KernelUnderTest kernel)
    {
        this.result = result;
        compiled = ScenarioCompiler.Compile(result.Scenario, kernel.Profile.Geometry).Compiled;
        reasons = compiled is null ? null : new ExpectationReason(compiled, kernel.Profile);
    }

    /// <summary>Everything that a reader needs who has not seen the run, and the commands that show it again.</summary>
    /// <param name="result">A result; without mismatches only its verdict and reason are told.</param>
    /// <param name="kernel">The kernel that it is of.</param>
    /// <param name="command">The command that runs the scenario again.</param>
    /// <param name="reproducer">The command that writes it as a C program; empty if there is none.</param>
    public static string Of(ScenarioResult result, KernelUnderTest kernel, string command, string reproducer = "")
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(kernel);
        var mail = new MismatchText(result, kernel);
        mail.AppendHead(kernel, command, reproducer);
        mail.AppendDifferences();
        return mail.text.ToString();
    }

    private void AppendHead(KernelUnderTest kernel, string command, string reproducer)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Words.Of(result.Verdict)}: {result.Scenario.Name} ({result.Scenario.File})\n");
        Line("about", result.Scenario.About);
        Line("kernel", KernelTitle.Of(kernel));
        Line("reason", result.Reason);
        Line("repeat", command);
        Line("in C", reproducer);
    }

    private void Line(string label, string value)
    {
        if (value.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {label + ":",-10}{value}\n");
    }

    private void AppendDifferences()
    {
        foreach (var step in result.Differences.Take(Shown).GroupBy(difference => difference.Step))
        {
            text.Append('\n');
            AppendStep(step.Key);
            foreach (var difference in step.Where(difference => difference.Observable != Observable.Claim))
                Append(difference);
            foreach (var line in ClaimText.Lines(step, PlaceOf))
                text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        }

        if (result.Differences.Count > Shown)
            text.Append(CultureInfo.InvariantCulture, $"\n  … and {result.Differences.Count - Shown} more in {Json.ResultsFile.Name}\n");
    }

    // An observation shows what the step before it did, so that step is told too.
    private void AppendStep(int step)
    {
        text.Append(CultureInfo.InvariantCulture, $"  step {step}: {StepTexts.Of(result.Scenario, step)}\n");
        if (step > 0 && result.Scenario.Steps[step].Process is null)
            text.Append(CultureInfo.InvariantCulture, $"  after step {step - 1}: {StepTexts.Of(result.Scenario, step - 1)}\n");
    }

    private void Append(Difference difference)
    {
        var place = string.Join(' ', new[] { difference.Process, PlaceOf(difference) }.Where(part => part.Length > 0));
        var pages = difference.Pages > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({difference.Pages} pages)") : "";
        var known = difference.KnownIssue is { } id ? $"   [known issue {id}]" : "";
        var reason = reasons?.Of(difference) is { Length: > 0 } rule ? $"   ({rule})" : "";
        text.Append(CultureInfo.InvariantCulture, $"    {place}{pages}: {What(difference)}{known}\n");
        text.Append(CultureInfo.InvariantCulture, $"      expected {difference.Expected}{reason}\n");
        text.Append(CultureInfo.InvariantCulture, $"      observed {difference.Observed}\n");
    }

    // Some files hold one value only, and it has their name.
    private static string What(Difference difference)
    {
        var observable = Words.Of(difference.Observable);
        return observable == difference.Field ? observable : $"{observable} {difference.Field}";
    }

    // The author's own name for the pages goes before the address.
    private string PlaceOf(Difference difference) =>
        compiled is not null && PlaceNames.Of(compiled, difference.Where) is { Length: > 0 } name ? $"{name} at {difference.Where}" : difference.Where;
}
