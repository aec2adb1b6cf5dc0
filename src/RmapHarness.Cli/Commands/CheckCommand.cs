using System.CommandLine;
using System.Globalization;
using RmapHarness.Cli.Selection;

namespace RmapHarness.Cli.Commands;

/// <summary><c>check</c>: reads scenarios and reports all that is wrong with them; boots nothing.</summary>
internal static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Scenario files, directories, or names of the library.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("check", "Check scenarios without running them.") { files };
        command.SetAction(result => Execute(environment, result.GetRequiredValue(files)));
        return command;
    }

    private static int Execute(CommandEnvironment environment, string[] arguments)
    {
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select(arguments);
        foreach (var error in selection.Errors)
            environment.Error.WriteLine(error);
        if (selection.Errors.Count > 0)
            return ExitStatus.Usage;
        environment.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{selection.Scenarios.Count} scenarios, no errors"));
        return ExitStatus.Good;
    }
}
