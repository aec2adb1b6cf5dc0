using System.CommandLine;
using System.Globalization;
using RmapHarness.Cli.Selection;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios;

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
        var errors = selection.Scenarios.SelectMany(GeometryErrors).Distinct().ToList();
        foreach (var error in errors)
            environment.Error.WriteLine(error);
        if (errors.Count > 0)
            return ExitStatus.Usage;
        var count = selection.Scenarios.Count;
        environment.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} scenario{(count == 1 ? "" : "s")}, no errors"));
        return ExitStatus.Good;
    }

    // The loader tries the first geometry that a scenario allows; a kernel with larger pages must not be the first to complain.
    private static IEnumerable<string> GeometryErrors(Scenario scenario) =>
        from geometry in new[] { Geometry.Base4K, Geometry.Base16K, Geometry.Base64K }
        where scenario.Needs.PageSize is null || (ulong)scenario.Needs.PageSize == geometry.PageSize
        from error in ScenarioCompiler.Compile(scenario, geometry).Errors
        select string.Create(CultureInfo.InvariantCulture, $"{error}\n  with {geometry.PageSize >> 10} KiB pages; 'needs: {{ page-size: … }}' leaves them out");
}
