using System.CommandLine;
using RmapHarness.Cli.Selection;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Schema;

namespace RmapHarness.Cli.Commands;

/// <summary><c>new</c>: writes a scenario that passes, to be changed.</summary>
internal static class NewCommand
{
    private const string Extension = ".yaml";

    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var name = new Argument<string>("NAME") { Description = "The scenario's name: small letters, digits and '-'; a directory may stand before it." };
        var command = new Command("new", "Write a scenario that passes, to be changed.") { name };
        command.SetAction(result => Execute(environment, result.GetRequiredValue(name)));
        return command;
    }

    private static int Execute(CommandEnvironment environment, string argument)
    {
        var path = argument.EndsWith(Extension, StringComparison.Ordinal) ? argument : argument + Extension;
        var name = Path.GetFileNameWithoutExtension(path);
        if (ScenarioName.Problem(name) is { } problem)
            return Refuse(environment, problem);
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(directory);
            var schema = Path.GetRelativePath(directory, Path.Combine(environment.Root, "docs", ScenarioSchema.FileName));
            using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            writer.Write(ScenarioTemplate.Text(name, schema));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(environment, exception.Message);
        }

        var shown = ShortPath.Of(Path.GetFullPath(path));
        environment.Output.WriteLine($"{shown}: a scenario that passes. Next:");
        environment.Output.WriteLine($"  ./run.sh check {shown}");
        environment.Output.WriteLine($"  ./run.sh explain {shown}");
        environment.Output.WriteLine($"  ./run.sh run {shown} --watch");
        return ExitStatus.Good;
    }

    private static int Refuse(CommandEnvironment environment, string message)
    {
        environment.Error.WriteLine($"error: {message}");
        return ExitStatus.Usage;
    }
}
