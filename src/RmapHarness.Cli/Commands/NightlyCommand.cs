using System.CommandLine;
using RmapHarness.Cli.Nightly;
using RmapHarness.Cli.Runs;
using RmapHarness.Guests;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Junit;
using RmapHarness.Reports.Ktap;
using RmapHarness.Reports.News;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>nightly</c>: runs a plan, keeps the results, and tells only what is new.</summary>
internal sealed class NightlyCommand
{
    private static readonly TimeSpan ResumeWithin = TimeSpan.FromHours(20);

    private const int NightsShown = 30;

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
            var outcome = await new NightlyRun(ready.Lines, ready.KnownIssues, most, writer, environment, progress).RunAsync(cancellation);
            progress.Clear();
            return Report(outcome, ready, directory, writer.Read(), part == Shard.Whole);
        }
        catch (Exception failure) when (failure is HistoryException or IOException or UnauthorizedAccessException)
        {
            progress.Clear();
            await environment.Error.WriteLineAsync($"error: {failure.Message}");
            return ExitStatus.Wrong;
        }
    }

    private int Report(NightlyOutcome outcome, PreparedNight ready, string directory, HistoryReader past, bool isWhole)
    {
        if (outcome.Results is { } results)
        {
            NewsText.Write(environment.Output, outcome.News, results.Kernels.ToDictionary(kernel => kernel.Name, StringComparer.Ordinal));
            // A part of a plan may just not have the scenarios that show it.
            foreach (var id in isWhole ? outcome.Silent : [])
                environment.Output.WriteLine($"known issue {id} did not show on any kernel of this run that it names: mended, or its entry never matches any more");
            environment.Output.WriteLine($"results: {ResultsFile.Write(directory, results)}");
            environment.Output.WriteLine($"         {JunitFile.Write(directory, results)}");
            environment.Output.WriteLine($"         {KtapText.Write(directory, results)}");
            var page = new ReportPage(results) { News = outcome.News, Nights = NightTotals.Latest(past, NightsShown), KnownIssues = ready.KnownIssues };
            environment.Output.WriteLine($"         {HtmlReport.Write(directory, page)}");
        }

        foreach (var name in ready.Unavailable.Concat(outcome.Failures.Select(failure => $"{failure.Key}: {failure.Value.Message}")))
            environment.Error.WriteLine($"error: {name}");
        if (outcome.Interrupted)
            environment.Error.WriteLine("interrupted; the next call goes on from here");
        return outcome.Interrupted ? ExitStatus.Interrupted
            : ready.Unavailable.Count > 0 || outcome.Failures.Values.Any(failure => failure is TargetUnavailableException) ? ExitStatus.Unavailable
            : outcome.Failures.Count > 0 || outcome.News.Any(item => item.IsBad) || outcome.Results is not { } all || all.Totals["compared"] == 0 ? ExitStatus.Wrong
            : ExitStatus.Good;
    }
}
