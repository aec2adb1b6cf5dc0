using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Requirements;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>A kernel that has been up once, so that the model knows it.</summary>
/// <param name="facts">What a guest of it said of itself.</param>
/// <param name="underTest">What results say of it.</param>
/// <param name="knownIssues">All recorded findings.</param>
/// <param name="predict">The model.</param>
internal sealed class ReadyKernel(
    GuestFacts facts,
    KernelUnderTest underTest,
    IReadOnlyList<KnownIssue> knownIssues,
    Func<KernelProfile, Program, Trace> predict)
{
    private readonly KernelProfile profile = underTest.Profile;
    private readonly Judge judge = new(underTest.Profile, knownIssues);

    /// <summary>What results say of it.</summary>
    public KernelUnderTest UnderTest => underTest;

    /// <summary>What it has of all that an operation may need.</summary>
    public IReadOnlyCollection<KernelFeature> Features { get; } = [.. Enum.GetValues<KernelFeature>().Where(feature => MissingFeature.Reason(feature, facts) is null)];

    /// <summary>Compiles a scenario for the kernel.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="compiled">What can run; null if nothing can.</param>
    /// <returns>Why nothing can run; null if something can.</returns>
    public ScenarioResult? Compile(Scenario scenario, out CompiledScenario? compiled)
    {
        compiled = null;
        if (scenario.IsForModelOnly)
            return ScenarioResult.NotJudged(scenario, Verdict.Skipped, "for the model only: no kernel has the step 'map'");
        if (scenario.Needs.UnmetReason(profile, facts.PmdSize > 0) is { } unmet)
            return ScenarioResult.NotJudged(scenario, Verdict.Skipped, unmet);
        var result = ScenarioCompiler.Compile(scenario, profile.Geometry);
        if (result.Compiled is not { } program)
        {
            var error = result.Errors[0];
            return ScenarioResult.NotJudged(scenario, Verdict.Error, $"{error.File}:{error.Line}:{error.Column}: {error.Message}");
        }

        if (program.Program.TooNewFor(profile.Version) is { } tooNew)
        {
            var reason = $"needs a kernel {new VersionBound(">=", tooNew.Since!.Value)} for its step '{tooNew.Name}', this one is {profile.Version}";
            return ScenarioResult.NotJudged(scenario, Verdict.Skipped, reason);
        }

        if (program.Program.Operations.Select(operation => MissingFeature.Reason(operation, facts)).FirstOrDefault(reason => reason is not null) is { } missing)
            return ScenarioResult.NotJudged(scenario, Verdict.Skipped, missing);
        compiled = program;
        return null;
    }

    /// <summary>Checks that a guest runs this kernel: the image may have been replaced since the first one was booted.</summary>
    /// <exception cref="TargetUnavailableException">It is another one.</exception>
    public void CheckSame(GuestFacts other)
    {
        if ((other.Release, other.Machine, other.PageSize, other.PmdSize) != (facts.Release, facts.Machine, facts.PageSize, facts.PmdSize))
            throw new TargetUnavailableException($"{facts.Kernel} is {other.Release} now, it was {facts.Release}");
    }

    /// <summary>Starts the model on a program.</summary>
    public Prediction Predict(CompiledScenario compiled) => new(compiled.Program, profile, predict);

    /// <summary>Waits for the model and judges a run.</summary>
    /// <param name="item">What ran.</param>
    /// <param name="run">The kernel's run.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public async Task<ScenarioRun> JudgeAsync(WorkItem item, ObservedRun run, CancellationToken cancellation)
    {
        var scenario = item.Compiled.Scenario;
        Trace? trace = null;
        try
        {
            trace = await item.Prediction.TraceAsync(cancellation);
            return item.Ran(trace, run, judge.Decide(item.Compiled, trace, run));
        }
        catch (UnmetExpectationException exception)
        {
            return item.Ran(trace, run, Judge.WithoutPrediction(scenario, run, Verdict.Inconclusive, exception.Message));
        }
        catch (InvalidDataException exception) when (trace is not null)
        {
            return item.Ran(trace, run, Judge.WithoutPrediction(scenario, run, Verdict.Error, exception.Message));
        }
        catch (Exception exception) when (trace is null && exception is not OperationCanceledException)
        {
            return item.Ran(trace, run, Judge.WithoutPrediction(scenario, run, Verdict.Error, $"the model failed: {exception.Message}"));
        }
    }
}
