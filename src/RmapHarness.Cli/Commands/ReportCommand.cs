using System.CommandLine;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Junit;
using RmapHarness.Reports.Ktap;
using RmapHarness.Reports.News;

namespace RmapHarness.Cli.Commands;

/// <summary><c>report</c>: makes reports of results; <c>report merge</c> joins the results of shards first.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var source = new Argument<string>("RESULTS") { Description = "A results.json, or the directory that it is in.", DefaultValueFactory = _ => "out" };
        var output = Output();
        var command = new Command("report", "Write the reports of a results.json anew: JUnit, KTAP and HTML.") { source, output, Merge(environment) };
        command.SetAction(result => Guard(environment, () =>
            Write(environment, result.GetValue(output) ?? DirectoryOf(result.GetRequiredValue(source)), ResultsFile.Read(result.GetRequiredValue(source)))));
        return command;
    }

    private static Command Merge(CommandEnvironment environment)
    {
        var sources = new Argument<string[]>("RESULTS") { Description = "The results of all shards: files, or the directories that they are in.", Arity = ArgumentArity.OneOrMore };
        var output = Output();
        var history = new Option<string?>("--history") { Description = "Enter the whole into this database, and tell what is new.", HelpName = "FILE" };
        var command = new Command("merge", "Join the results of shards.") { sources, output, history };
        command.SetAction(result => Guard(environment, () =>
        {
            var parts = result.GetRequiredValue(sources).Select(path => (path, ResultsFile.Read(path))).ToList();
            var whole = ResultsMerge.Merge(parts);
            var directory = result.GetValue(output) ?? "out";
            ResultsFile.Write(directory, whole);
            var status = result.GetValue(history) is { } path ? Enter(environment, path, whole) : ExitStatus.Good;
            return Math.Max(status, Write(environment, directory, whole));
        }));
        return command;
    }

    private static Option<string?> Output() => new("--out") { Description = "Directory for the reports.", HelpName = "DIR" };

    private static string DirectoryOf(string source) => Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;

    private static int Write(CommandEnvironment environment, string directory, ResultsDocument document)
    {
        environment.Output.WriteLine(JunitFile.Write(directory, document));
        environment.Output.WriteLine(KtapText.Write(directory, document));
        var page = new ReportPage(document) { KnownIssues = KnownIssuesOfRoot.Load(environment, []) };
        environment.Output.WriteLine(HtmlReport.Write(directory, page));
        return ExitStatus.Good;
    }

    private static int Enter(CommandEnvironment environment, string path, ResultsDocument whole)
    {
        using var writer = HistoryWriter.Begin(path, whole.Harness, "merged", "merged", "", DateTimeOffset.MaxValue);
        foreach (var kernel in whole.Kernels)
        {
            writer.EnterKernel(kernel.Name, kernel);
            foreach (var scenario in whole.Scenarios.Where(scenario => scenario.Kernel == kernel.Name))
                writer.Enter(kernel.Name, scenario);
            writer.EndKernel(kernel.Name);
        }

        writer.End(whole.Interrupted ? RunState.Interrupted : RunState.Complete);
        var news = NewsFinder.Find(writer.Read(), writer.Run);
        NewsText.Write(environment.Output, news, whole.Kernels.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal));
        return news.Any(item => item.IsBad) || whole.Interrupted ? ExitStatus.Wrong : ExitStatus.Good;
    }

    private static int Guard(CommandEnvironment environment, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is ResultsFileException or HistoryException or IOException or UnauthorizedAccessException)
        {
            environment.Error.WriteLine($"error: {failure.Message}");
            return ExitStatus.Usage;
        }
    }
}
