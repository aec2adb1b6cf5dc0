using System.Diagnostics;
using System.Runtime.CompilerServices;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Coverage;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Generating;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Generates and runs scenarios on one kernel, and notes what does not agree.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="runner">Runs scenarios.</param>
/// <param name="progress">stderr.</param>
/// <param name="interval">Time between two progress lines.</param>
internal sealed class FuzzRun(FuzzRequest request, ScenarioRunner runner, ProgressLog progress, TimeSpan interval)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly Dictionary<string, GeneratedScenario> inFlight = [];
    private TimeSpan lastLine;

    /// <summary>Counts of what ran.</summary>
    public FuzzTally Tally { get; } = new();

    /// <summary>What did not agree.</summary>
    public Suspects Suspects { get; } = new();

    /// <summary>Titles and files of the scenarios in which the kernel crashed or hung.</summary>
    public List<(string Title, string File)> Crashes { get; } = [];

    /// <summary>From the first scenario to the last one so far.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>What the corpus reaches.</summary>
    public RuleCoverage Coverage { get; private set; } = new();

    /// <summary>There are mismatches enough.</summary>
    public bool IsEnough => Suspects.Distinct >= request.MostMismatches;

    /// <summary>How long after the start the first mismatch or crash was seen; null if none was.</summary>
    public TimeSpan? FirstMismatch { get; private set; }

    /// <summary>The summary so far, in one line.</summary>
    public string Line => Tally.Line(Coverage.Cells, Suspects.Distinct, Time);

    /// <summary>Runs until the count is reached, the time has passed, there are mismatches enough, or somebody stops it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var kernel = await runner.StartAsync(cancellation);
        var corpus = new Corpus(request.Corpus, kernel.UnderTest.Profile);
        Coverage = corpus.Coverage;
        clock.Restart();
        await foreach (var run in runner.RunAsync(ScenariosAsync(corpus, kernel, cancellation), cancellation))
        {
            Enter(run.Result, corpus);
            if (clock.Elapsed - lastLine < interval)
                continue;
            lastLine = clock.Elapsed;
            progress.Status(Line);
        }
    }

    private async IAsyncEnumerable<Scenario> ScenariosAsync(
        Corpus corpus, ReadyKernel kernel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var scenario in corpus.Load(progress.Report))
            yield return scenario;
        var generator = new ScenarioGenerator(new GeneratorOptions
        {
            Seed = request.Seed,
            Profile = kernel.UnderTest.Profile,
            Features = kernel.Features,
            LeastSteps = request.LeastSteps,
            MostSteps = request.MostSteps,
            Focus = request.Focus,
        });
        for (long i = 0; i < (request.Count ?? long.MaxValue) && !IsOver() && !cancellation.IsCancellationRequested; i++)
        {
            var generated = generator.Next();
            var scenario = generated.Draft.Load($"{generated.Draft.Name}.yaml").Scenarios[0];
            lock (gate)
                inFlight[scenario.Name] = generated;
            yield return scenario;
        }
    }

    private bool IsOver()
    {
        lock (gate)
            return (request.Time is { } time && clock.Elapsed > time) || IsEnough;
    }

    private void Enter(ScenarioResult result, Corpus corpus)
    {
        lock (gate)
        {
            Tally.Add(result);
            Time = clock.Elapsed;
            inFlight.Remove(result.Scenario.Name, out var generated);
            if (result.Verdict == Verdict.Error)
                progress.Report($"{result.Scenario.Name}: {result.Reason}; kept as {Keep(result.Scenario, "errors")}");
            if (result.Verdict == Verdict.Crash)
                Crashes.Add((result.Crash ?? result.Reason, Keep(result.Scenario, "crashes")));
            else if (generated is not null)
                corpus.Keep(generated.Draft, generated.Coverage);
            if (result.Verdict is not (Verdict.Fail or Verdict.Flaky or Verdict.Crash) || Suspect.Of(result) is not { } suspect)
                return;
            FirstMismatch ??= Time;
            if (Suspects.Add(suspect))
                progress.Report($"{result.Scenario.Name}: {suspect.Symptom}");
        }
    }

    private string Keep(Scenario scenario, string folder)
    {
        var directory = Path.Combine(request.Run.Out, folder);
        Directory.CreateDirectory(directory);
        return Corpus.Write(directory, ScenarioDraft.Of(scenario));
    }
}
