using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Nightly;

/// <summary>Fuzzes the kernel of a line for as long as the plan says; what it finds becomes results of the line.</summary>
/// <param name="line">The line.</param>
/// <param name="newRunner">Makes a runner that has no guest yet, for so many guests at most.</param>
/// <param name="history">Gets the results.</param>
/// <param name="progress">stderr.</param>
internal sealed class NightlyFuzz(NightlyLine line, Func<int, ScenarioRunner> newRunner, HistoryWriter history, ProgressLog progress)
{
    /// <summary>The name of the result that says whether there was any fuzzing at all.</summary>
    public const string Session = "fuzzing";

    private const int LeastSteps = 3;
    private const int MostSteps = 16;
    private const int MostMismatches = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>The scenarios of what the latest runs found on the line: they run like all others, until none of those runs has them.</summary>
    /// <param name="past">The runs before.</param>
    /// <param name="line">The line.</param>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<(Scenario Scenario, string Source)> FoundBefore(PastRuns past, string line, long run) =>
    [
        .. past.TroubleOf(line, FuzzedScenario.Prefix, run).Select(entry => (Scenario: FuzzedScenario.Load(entry), entry.Source))
            .Where(pair => pair.Scenario is not null).Select(pair => (pair.Scenario!, pair.Source!)),
    ];

    /// <summary>Fuzzes.</summary>
    /// <param name="guests">Most guests at a time.</param>
    /// <param name="cancellation">Stops early; what is confirmed by then is kept.</param>
    /// <exception cref="RmapHarness.Guests.TargetUnavailableException">The kernel could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(int guests, CancellationToken cancellation)
    {
        var directory = Path.Combine(line.Request.Out, "fuzz", string.Concat(line.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_')));
        var request = new FuzzRequest
        {
            Run = line.Request with
            {
                Kernels = [line.Kernel],
                Jobs = guests,
                Out = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"run-{history.Run}")),
            },
            Seed = (ulong)(line.Fuzz.Seed ?? Random.Shared.Next()),
            Time = line.Fuzz.Minutes is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null,
            Count = line.Fuzz.Scenarios,
            LeastSteps = LeastSteps,
            MostSteps = MostSteps,
            Focus = [],
            Corpus = Path.Combine(directory, "corpus"),
            MostMismatches = MostMismatches,
            Shrink = true,
        };
        progress.Report($"{line.Name}: fuzzing for {line.Fuzz}");
        var outcome = await new FuzzSession(request, newRunner, progress, Interval).RunAsync(cancellation);
        var found = new List<string>();
        // What nobody could ask about any more, the rest of the run finds again or not.
        foreach (var finding in outcome.Findings.Where(finding => finding.Shown is not null))
        {
            var entry = FuzzedScenario.Enter(finding, line.Name, directory);
            history.Enter(line.Name, entry);
            progress.Report($"{line.Name}: {entry.Verdict}: {entry.Name}: {finding.Signature}");
            found.Add(entry.Name);
        }

        cancellation.ThrowIfCancellationRequested();
        history.Enter(line.Name, EntryOf(outcome, Path.Combine(request.Run.Out, FuzzFile.Name), found));
    }

    // Findings have entries of their own; this one says whether the session is worth anything.
    private ScenarioEntry EntryOf(FuzzOutcome outcome, string file, List<string> found)
    {
        var document = outcome.Document;
        var isGood = outcome.End is FuzzEnd.Done or FuzzEnd.Enough && !outcome.Tally.IsWrong;
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {document.Seed}: {document.Scenarios} scenarios, {document.Coverage.Cells} states; found {(found.Count > 0 ? string.Join(", ", found) : "nothing")}");
        return new ScenarioEntry(
            Session,
            file,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Session))),
            line.Name,
            Words.Of(isGood ? Verdict.Pass : Verdict.Error),
            isGood ? summary : $"{(document.Reason.Length > 0 ? document.Reason : "scenarios that broke, or nothing compared")}; {summary}",
            0,
            document.Compared,
            (long)(document.Seconds * 1000),
            [])
        {
            Fuzz = new FuzzEntry(document.Seed, document.End, document.Scenarios, document.Rate, document.Coverage.Cells, document.Coverage.Rules, found.Count),
        };
    }
}
