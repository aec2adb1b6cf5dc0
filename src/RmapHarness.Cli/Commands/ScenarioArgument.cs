using System.CommandLine;
using RmapHarness.Cli.Selection;
using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Commands;

/// <summary>The argument of commands that take one scenario.</summary>
internal static class ScenarioArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() => new("FILE") { Description = "The scenario: a file, one of a file with for-each (FILE[key=value]), or a name of the library." };

    /// <summary>The scenario that it names; null after telling what is wrong.</summary>
    public static Scenario? Find(CommandEnvironment environment, string argument)
    {
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select([argument]);
        foreach (var error in selection.Errors)
            environment.Error.WriteLine(error);
        if (selection.Errors.Count == 0 && selection.Scenarios.Count > 1)
            environment.Error.WriteLine($"error: '{argument}' is {selection.Scenarios.Count} scenarios; name one: {selection.Scenarios[0].Name}, …");
        return selection.Errors.Count == 0 && selection.Scenarios.Count == 1 ? selection.Scenarios[0] : null;
    }
}
