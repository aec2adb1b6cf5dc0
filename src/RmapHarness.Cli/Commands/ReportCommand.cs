using System.CommandLine;
using RmapHarness.Cli.Nightly;
using RmapHarness.Cli.Selection;
using RmapHarness.Reports;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
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
        var history = new Option<string?>("--history") { Description = "A database, for the trends.", HelpName = "FILE" };
        var command = new Command("report", "Write the reports of a results.json anew: JUnit, KTAP and HTML.") { source, output, history, Merge(environment) };
        command.SetAction(result => Guard(environment, () =>
        {
            var page = new ReportPage(ResultsFile.Read(result.GetRequiredValue(source)))
            {
                KnownIssues = KnownIssuesOfRoot.Load(environment, []),
                Nights = result.GetValue(history) is { } path ? NightsOf(path) : [],
            };
            return Write(environment, result.GetValue(output) ?? DirectoryOf(result.GetRequiredValue(source)), page);
        }));
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
            var whole = ResultsMerge.Merge([.. result.GetRequiredValue(sources).Select(path => (path, ResultsFile.Read(path)))]);
            var directory = result.GetValue(output) ?? "out";
            ResultsFile.Write(directory, whole);
            foreach (var gap in whole.Gaps)
                environment.Error.WriteLine($"{gap.Name}: {gap.Reason}");
            var page = new ReportPage(whole) { KnownIssues = KnownIssuesOfRoot.Load(environment, []) };
            if (result.GetValue(history) is { } path)
                page = Enter(environment, path, page);
            Write(environment, directory, page);
            return StatusOf(page);
        }));
        return command;
    }

    // Without a history nothing is known of before: whatever is missing counts.
    private static int StatusOf(ReportPage page) =>
        page.News?.Lines.Any(line => line.IsBad) ?? page.Results.Gaps.Count > 0 ? ExitStatus.Unavailable
        : page.News?.IsBad == true || page.Results.Interrupted || page.Results.Totals["compared"] == 0 ? ExitStatus.Wrong
        : ExitStatus.Good;

    private static Option<string?> Output() => new("--out") { Description = "Directory for the reports.", HelpName = "DIR" };

    private static string DirectoryOf(string source) => Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;

    private static int Write(CommandEnvironment environment, string directory, ReportPage page)
    {
        foreach (var path in ReportFiles.Write(directory, page))
            environment.Output.WriteLine(path);
        return ExitStatus.Good;
    }

    private static IReadOnlyList<NightTotals> NightsOf(string path)
    {
        if (!File.Exists(path))
            throw new HistoryException($"there is no history at {path}");
        using var database = HistoryDatabase.Open(path);
        return NightTotals.Latest(new HistoryReader(database), NightlyCommand.NightsShown);
    }

    private static ReportPage Enter(CommandEnvironment environment, string path, ReportPage page)
    {
        var whole = page.Results;
        using var writer = HistoryWriter.Begin(path, whole.Harness, "merged", "merged", "", DateTimeOffset.MaxValue);
        foreach (var kernel in whole.Kernels)
        {
            writer.EnterKernel(kernel.Name, kernel);
            foreach (var scenario in whole.Scenarios.Where(scenario => scenario.Kernel == kernel.Name))
                writer.Enter(kernel.Name, scenario);
            if (whole.Gaps.All(gap => gap.Name != kernel.Name))
                writer.EndKernel(kernel.Name);
        }

        foreach (var gap in whole.Gaps)
            writer.EnterGap(gap.Name, gap.Reason);
        writer.End(whole.Interrupted ? RunState.Interrupted : RunState.Complete);
        var reader = writer.Read();
        var news = NewsFinder.Find(reader, writer.Run);
        NewsText.Write(environment.Output, news, whole.Kernels.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal), !whole.Interrupted);
        if (whole.Gaps.Count == 0 && !whole.Interrupted)
            SilentText.Write(environment.Output, new SilentFindings(page.KnownIssues, ScenarioLibrary.NamesOf(environment), reader).Of(writer.Run));
        return page with { News = news, Nights = NightTotals.Latest(reader, NightlyCommand.NightsShown) };
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
