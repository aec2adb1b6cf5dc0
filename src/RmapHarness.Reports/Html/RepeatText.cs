using RmapHarness.Reports.Json;
using RmapHarness.Scenarios;

namespace RmapHarness.Reports.Html;

/// <summary>The commands that show a result again.</summary>
internal static class RepeatText
{
    /// <summary>Runs the scenario on the kernel.</summary>
    public static string Run(ScenarioEntry entry, KernelEntry kernel) => Line("run", entry, kernel);

    /// <summary>Writes it as a C program for the kernel.</summary>
    public static string Reproduce(ScenarioEntry entry, KernelEntry kernel) => Line("reproduce", entry, kernel);

    private static string Line(string command, ScenarioEntry entry, KernelEntry kernel) =>
        $"./run.sh {command} {Quote(ScenarioPlace.Of(entry.File, entry.Name))} {kernel.Options ?? $"--kernel {kernel.Name}"}";

    // A shell would expand brackets.
    private static string Quote(string place) => place.Contains('[', StringComparison.Ordinal) ? $"'{place}'" : place;
}
