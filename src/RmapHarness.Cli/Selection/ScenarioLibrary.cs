namespace RmapHarness.Cli.Selection;

/// <summary>Where the scenario library is.</summary>
internal static class ScenarioLibrary
{
    /// <summary>The directory of the library.</summary>
    public static string DirectoryOf(CommandEnvironment environment) => Path.Combine(environment.Root, "scenarios");

    /// <summary>The names of its scenarios.</summary>
    public static IReadOnlyList<string> NamesOf(CommandEnvironment environment) =>
        [.. new ScenarioSelection(DirectoryOf(environment)).Select([]).Scenarios.Select(scenario => scenario.Name)];
}
