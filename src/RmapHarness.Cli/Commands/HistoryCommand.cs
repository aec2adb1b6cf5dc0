using System.CommandLine;
using System.Globalization;
using RmapHarness.Reports.History;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Commands;

/// <summary><c>history</c>: what nightly runs found over time.</summary>
internal static class HistoryCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var name = new Argument<string?>("SCENARIO|KERNEL|FINDING")
        {
            Description = "What to tell about: a scenario, a kernel line or release, or a finding of known-issues.yaml. None: the runs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var history = new Option<string>("--history")
        {
            Description = "The database.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Path.Combine("out", HistoryDatabase.FileName),
        };
        var command = new Command("history", "Show what nightly runs found over time.") { name, history };
        command.SetAction(result => Execute(environment, result.GetValue(name), result.GetRequiredValue(history)));
        return command;
    }

    private static int Execute(CommandEnvironment environment, string? name, string path)
    {
        if (!File.Exists(path))
            return Fail(environment, $"there is no history at {path}: it comes with the first nightly run");
        try
        {
            using var database = HistoryDatabase.Open(path);
            var reader = new HistoryReader(database);
            if (name is null)
                WriteRuns(environment.Output, reader);
            else
                return Tell(environment, reader, name);
            return ExitStatus.Good;
        }
        catch (HistoryException failure)
        {
            return Fail(environment, failure.Message);
        }
    }

    private static int Tell(CommandEnvironment environment, HistoryReader reader, string name)
    {
        var text = new HistoryText(reader);
        if (reader.OfScenario(name) is { Count: > 0 } ofScenario)
            text.WriteScenarios(environment.Output, ofScenario);
        else if (reader.OfKernel(name) is { Count: > 0 } ofKernel)
            text.WriteKernel(environment.Output, ofKernel);
        else if (reader.OfFinding(name) is { Count: > 0 } ofFinding)
            text.WriteFinding(environment.Output, ofFinding);
        else
            return TellNothing(environment, reader, name);
        return ExitStatus.Good;
    }

    private static int TellNothing(CommandEnvironment environment, HistoryReader reader, string name)
    {
        if (KnownIssuesOfRoot.Load(environment, []).FirstOrDefault(issue => issue.Id == name) is { } issue)
        {
            environment.Output.WriteLine($"{issue.Id} has not shown in any run: {issue.Title}");
            return ExitStatus.Good;
        }

        var hint = Spelling.Nearest(name, reader.Names()) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        return Fail(environment, $"the history has no scenario, kernel or finding '{name}'{hint}");
    }

    private static void WriteRuns(TextWriter writer, HistoryReader reader)
    {
        foreach (var run in reader.Runs())
        {
            var verdicts = reader.Results(run.Id).GroupBy(result => result.Entry.Verdict).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}");
            var shard = run.Shard.Length > 0 ? $" {run.Shard}" : "";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"run {run.Id}  {run.Started:yyyy-MM-dd HH:mm}  {run.Plan}{shard}  {Words.Of(run.State)}  {string.Join(", ", verdicts)}"));
        }
    }

    private static int Fail(CommandEnvironment environment, string message)
    {
        environment.Error.WriteLine($"error: {message}");
        return ExitStatus.Usage;
    }
}
