using RmapHarness.Cli.Runs;
using RmapHarness.Guests;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Fuzzes one kernel: generates and runs, confirms and shrinks what does not agree, and writes it all down in the output directory.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="newRunner">Makes a runner that has no guest yet, for so many guests at most.</param>
/// <param name="progress">stderr.</param>
/// <param name="interval">Time between two progress lines.</param>
internal sealed class FuzzSession(FuzzRequest request, Func<int, ScenarioRunner> newRunner, ProgressLog progress, TimeSpan interval)
{
    /// <summary>Fuzzes. What goes wrong once the kernel has been up is in the outcome, an interruption too.</summary>
    /// <exception cref="TargetUnavailableException">The kernel could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before the kernel was up.</exception>
    /// <exception cref="IOException">The summary cannot be written.</exception>
    public async Task<FuzzOutcome> RunAsync(CancellationToken cancellation)
    {
        FuzzOutput.Prepare(request);
        progress.Report($"seed {request.Seed}: --seed {request.Seed} makes the same scenarios again");
        await using var runner = newRunner(request.Run.Jobs);
        var kernel = (await runner.StartAsync(cancellation)).UnderTest;
        var fuzz = new FuzzRun(request, runner, progress, interval);
        var (end, reason) = await GenerateAsync(fuzz, cancellation);
        progress.Clear();

        // Its guests make room for those that confirm.
        await runner.DisposeAsync();
        IReadOnlyList<Finding> findings = fuzz.Suspects.Distinct == 0
            ? []
            : await new FindingsReview(request, () => newRunner(1), kernel.Profile, progress).RunAsync(fuzz.Suspects, cancellation);
        if (cancellation.IsCancellationRequested)
            end = FuzzEnd.Interrupted;
        var document = DocumentOf(kernel, fuzz, end, reason, new FindingFiles(request, kernel).Write(findings));
        FuzzFile.Write(request.Run.Out, document);
        return new FuzzOutcome(kernel, fuzz.Tally, end, findings, document);
    }

    private static async Task<(FuzzEnd End, string Reason)> GenerateAsync(FuzzRun fuzz, CancellationToken cancellation)
    {
        try
        {
            await fuzz.RunAsync(cancellation);
            return (cancellation.IsCancellationRequested ? FuzzEnd.Interrupted : fuzz.IsEnough ? FuzzEnd.Enough : FuzzEnd.Done, "");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (FuzzEnd.Interrupted, "");
        }
        catch (Exception failure) when (failure is GuestsLostException or TargetUnavailableException or IOException)
        {
            return (FuzzEnd.Failed, failure.Message);
        }
    }

    private FuzzDocument DocumentOf(
        KernelUnderTest kernel, FuzzRun fuzz, FuzzEnd end, string reason, IReadOnlyList<FuzzFindingEntry> findings) => new(
        FuzzFile.SchemaVersion,
        HarnessVersion.Text,
        ResultsBuilder.ToEntry(kernel),
        request.Seed,
        new FuzzStepsEntry(request.LeastSteps, request.MostSteps),
        request.Focus,
        Words.Of(end),
        reason,
        fuzz.Tally.Scenarios,
        fuzz.Tally.Compared,
        Math.Round(fuzz.Time.TotalSeconds, 3),
        Math.Round(fuzz.Tally.RateIn(fuzz.Time), 3),
        fuzz.Tally.Verdicts,
        new FuzzCoverageEntry(fuzz.Coverage.Cells, fuzz.Coverage.Rules.Count),
        request.Corpus,
        fuzz.FirstMismatch is { } first ? Math.Round(first.TotalSeconds, 3) : null,
        findings,
        [.. fuzz.Crashes.Select(crash => new FuzzCrashEntry(crash.Title, Path.GetRelativePath(request.Run.Out, crash.File)))]);
}
