using System.Globalization;
using System.Text;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Terminal;

/// <summary>A result of a results.json as plain text.</summary>
public static class EntryText
{
    private const int Shown = 12;

    /// <summary>Verdict, kernel, reason, and the first mismatches.</summary>
    public static string Of(ScenarioEntry scenario, KernelEntry kernel)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(kernel);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{scenario.Verdict}: {scenario.Name} ({scenario.File}) on {kernel.Release} ({kernel.Arch}, {kernel.Scheme}, {kernel.Sharing}, {kernel.Accel})\n");
        if (scenario.Reason.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {scenario.Reason}\n");
        foreach (var diff in scenario.Diffs.Take(Shown))
        {
            var place = string.Join(' ', new[] { diff.Process, diff.Where }.Where(part => part.Length > 0));
            var known = diff.KnownIssue is { } id ? $" [known issue {id}]" : "";
            text.Append(CultureInfo.InvariantCulture, $"  step {diff.Step} ({diff.StepText}): {place}: {diff.Observable} {diff.Field}: expected {diff.Expected}, observed {diff.Observed}{known}\n");
        }

        if (scenario.Diffs.Count > Shown)
            text.Append(CultureInfo.InvariantCulture, $"  … and {scenario.Diffs.Count - Shown} more\n");
        return text.ToString();
    }
}
