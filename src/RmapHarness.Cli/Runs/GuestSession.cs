using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>Runs scenarios on one booted guest and enters their results.</summary>
internal sealed class GuestSession
{
    private readonly IGuest guest;
    private readonly KernelProfile profile;
    private readonly KernelBoard board;
    private readonly Func<KernelProfile, Engine.Kernel.Operations.Program, Trace> predict;
    private readonly ProgressLog progress;
    private readonly Judge judge;

    /// <summary>Takes a guest, which stays the caller's.</summary>
    /// <exception cref="TargetUnavailableException">The model knows no such kernel.</exception>
    public GuestSession(
        BootedKernel kernel, RunRequest request, IReadOnlyList<KnownIssue> knownIssues, KernelBoard board, CommandEnvironment environment, ProgressLog progress)
    {
        guest = kernel.Guest;
        this.board = board;
        this.progress = progress;
        predict = environment.Predict;
        profile = ProfileFactory.Create(kernel, request);
        judge = new Judge(profile, knownIssues);
        board.SetKernel(new KernelUnderTest(guest.Facts.Kernel, guest.Facts.Release, guest.Facts.Accelerator, profile) { ConfigHash = kernel.Config?.Hash });
    }

    /// <summary>Runs scenarios, then once more those that did not agree.</summary>
    /// <param name="indexes">Indexes of the scenarios.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>The scenarios that a lost guest left over; the one that it was lost in has its result.</returns>
    public async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<int> indexes, CancellationToken cancellation)
    {
        var predictions = indexes.Select(Prepare).OfType<Prediction>().ToList();
        var doubtful = new List<(Prediction Prediction, ScenarioResult First)>();
        var left = await RunAsync(
            predictions,
            (prediction, result) =>
            {
                Enter(prediction.Index, result);
                if (Judge.DeservesSecondRun(result))
                    doubtful.Add((prediction, result));
            },
            cancellation);
        if (left.Count == 0 && doubtful.Count > 0)
        {
            var firsts = doubtful.ToDictionary(pair => pair.Prediction, pair => pair.First);
            await RunAsync([.. firsts.Keys], (prediction, result) => Enter(prediction.Index, Judge.Combine(firsts[prediction], result)), cancellation);
        }

        return [.. left.Select(prediction => prediction.Index)];
    }

    private Prediction? Prepare(int index)
    {
        var scenario = board.Scenarios[index];
        if (scenario.IsForModelOnly)
        {
            Enter(index, ScenarioResult.NotJudged(scenario, Verdict.Skipped, "for the model only: no kernel has the step 'map'"));
            return null;
        }

        if (scenario.Needs.UnmetReason(profile, guest.Facts.PmdSize > 0) is { } unmet)
        {
            Enter(index, ScenarioResult.NotJudged(scenario, Verdict.Skipped, unmet));
            return null;
        }

        var result = ScenarioCompiler.Compile(scenario, profile.Geometry);
        if (result.Compiled is { } compiled)
            return new Prediction(index, compiled, profile, predict);
        var error = result.Errors[0];
        Enter(index, ScenarioResult.NotJudged(scenario, Verdict.Error, $"{error.File}:{error.Line}:{error.Column}: {error.Message}"));
        return null;
    }

    private async Task<IReadOnlyList<Prediction>> RunAsync(
        List<Prediction> predictions, Action<Prediction, ScenarioResult> enter, CancellationToken cancellation)
    {
        if (predictions.Count == 0)
            return [];
        var jobs = predictions.Select(prediction =>
            new AgentJob(prediction.Compiled.Program, JobDeadline.For(prediction.Compiled.Program, guest.Facts.Accelerator))).ToList();
        var done = 0;
        await foreach (var run in guest.RunAsync(jobs, cancellation).WithCancellation(cancellation))
        {
            var prediction = predictions[done++];
            enter(prediction, await JudgeAsync(prediction, run, cancellation));
            // What a lost guest says of the ones after this is that they have not run; what a damaged one says is worth nothing.
            if (run.End is RunEnd.Damaged or RunEnd.Lost)
                break;
        }

        return [.. predictions.Skip(done)];
    }

    private async Task<ScenarioResult> JudgeAsync(Prediction prediction, ObservedRun run, CancellationToken cancellation)
    {
        var scenario = prediction.Compiled.Scenario;
        Trace trace;
        try
        {
            trace = await prediction.TraceAsync(cancellation);
        }
        catch (UnmetExpectationException exception)
        {
            return Judge.WithoutPrediction(scenario, run, Verdict.Inconclusive, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Judge.WithoutPrediction(scenario, run, Verdict.Error, $"the model failed: {exception.Message}");
        }

        try
        {
            return judge.Decide(prediction.Compiled, trace, run);
        }
        catch (InvalidDataException exception)
        {
            return Judge.WithoutPrediction(scenario, run, Verdict.Error, exception.Message);
        }
    }

    private void Enter(int index, ScenarioResult result)
    {
        var done = board.Set(index, result);
        progress.Finished(board.Kernel, done, board.Scenarios.Count, result);
    }
}
