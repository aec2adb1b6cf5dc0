using System.CommandLine;
using RmapHarness.Cli.Nightly;
using RmapHarness.Cli.Runs;
using RmapHarness.Reports;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>nightly</c>: runs a plan, keeps the results, and tells only what is new.</summary>
internal sealed class NightlyCommand
{
    /// <summary>How many runs the trends of a report go back.</summary>
    public const int NightsShown = 30;

    private static readonly TimeSpan ResumeWithin = TimeSpan.FromHours(20);

    private readonly CommandEnvironment environment;
    private readonly Option<string?> plan = new("--plan") { Description = "The plan. The default is nightly.yaml of the harness.", HelpName = "FILE" };
    private readonly Option<string?> shard = new("--shard") { Description = "Run the I-th of N equal parts of the plan.", HelpName = "I/N" };
    private readonly Option<string?> history = new("--history") { Description = "The database. The default is history.db in the output directory.", HelpName = "FILE" };
    private readonly Option<string> output = new("--out") { Description = "Directory for the reports.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
    private readonly Option<int?> guests = new("--jobs") { Description = "Most guests at a time. The default is what processors and memory allow.", HelpName = "N" };
    private readonly Option<bool> again = new("--new") { Description = "Begin a new run, even if the last one did not come to its end." };

    private NightlyCommand(CommandEnvironment environment) => this.environment = environment;

    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var nightly = new NightlyCommand(environment);
        var command = new Command("nightly", "Run a plan of kernels and scenarios, and tell what is new since the last good run.")
        {
            nightly.plan, nightly.shard, nightly.history, nightly.output, nightly.guests, nightly.again,
        };
        nightly.shard.Validators.Add(result =>
        {
            if (Shard.Parse(result.GetValueOrDefault<string?>() ?? "") is null)
                result.AddError("--shard needs I/N, with I from 1 to N.");
        });
        nightly.guests.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 64)
                result.AddError("--jobs needs a number from 1 to 64.");
        });
        command.SetAction(nightly.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellation)
    {
        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        var part = result.GetValue(shard) is { } text ? Shard.Parse(text)! : Shard.Whole;
        var directory = result.GetRequiredValue(output);
        var preparation = new NightlyPreparation(environment, directory, progress);
        var ready = await preparation.PrepareAsync(result.GetValue(plan), part, cancellation);
        foreach (var error in preparation.Errors)
            await environment.Error.WriteLineAsync(error);
        if (ready is null)
            return ExitStatus.Usage;
        try
        {
            using var writer = HistoryWriter.Begin(
                result.GetValue(history) ?? Path.Combine(directory, HistoryDatabase.FileName),
                HarnessVersion.Text,
                ready.Plan.Name,
                ready.Plan.Hash,
                part.ToString(),
                result.GetValue(again) ? DateTimeOffset.MaxValue : DateTimeOffset.UtcNow - ResumeWithin);
            progress.Report($"run {writer.Run} of {ready.Plan.Name}: {ready.Lines.Count} kernels, {ready.Lines.Sum(line => line.Scenarios.Count)} scenarios");
            var most = result.GetValue(guests) ?? GuestBudget.OfThisMachine(ready.Lines.Select(line => line.Request.Shape.MemoryMiB).Max());
            var outcome = await new NightlyRun(ready.Lines, ready.Gaps, ready.KnownIssues, most, writer, environment, progress).RunAsync(cancellation);
            progress.Clear();
            return Report(outcome, ready, directory, writer.Read(), part);
        }
        catch (Exception failure) when (failure is HistoryException or IOException or UnauthorizedAccessException)
        {
            progress.Clear();
            await environment.Error.WriteLineAsync($"error: {failure.Message}");
            return ExitStatus.Wrong;
        }
    }

    private int Report(NightlyOutcome outcome, PreparedNight ready, string directory, HistoryReader past, Shard part)
    {
        // First what failed: the reports may fail for the same reason. What is as it was before is told with the news.
        foreach (var failure in outcome.Failures.Where(failure => outcome.IsNew(failure.Key)))
            FailureText.Write(environment.Error, failure.Value, failure.Key);
        if (!outcome.IsWhole)
            environment.Error.WriteLine($"{(outcome.Interrupted ? "interrupted" : "not all has run")}; the next call goes on from here");
        NewsText.Write(
            environment.Output, outcome.News, outcome.Results?.Kernels.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal) ?? [], outcome.IsWhole);
        // A part of a plan may just not have the scenarios that show it.
        if (part == Shard.Whole)
            SilentText.Write(environment.Output, outcome.Silent);
        if (outcome.Results is { } all)
        {
            var results = all with { Shard = part == Shard.Whole ? null : part.ToString() };
            environment.Output.WriteLine($"results: {ResultsFile.Write(directory, results)}");
            var page = new ReportPage(results) { News = outcome.News, Nights = NightTotals.Latest(past, NightsShown), KnownIssues = ready.KnownIssues };
            foreach (var path in ReportFiles.Write(directory, page))
                environment.Output.WriteLine($"         {path}");
        }

        return StatusOf(outcome);
    }

    private static int StatusOf(NightlyOutcome outcome) =>
        outcome.Interrupted ? ExitStatus.Interrupted
        : outcome.IsTargetGone ? ExitStatus.Unavailable
        : outcome.HasHarnessFailed || outcome.News.IsBad || outcome.Results is not { } results || results.Totals["compared"] == 0 ? ExitStatus.Wrong
        : ExitStatus.Good;
}
