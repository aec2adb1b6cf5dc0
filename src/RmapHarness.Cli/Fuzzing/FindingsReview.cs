using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Turns what a fuzz run suspects into findings: confirmed, made smaller, grouped.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="newRunner">Makes a runner that has no guest yet.</param>
/// <param name="profile">The kernel.</param>
/// <param name="progress">stderr.</param>
internal sealed class FindingsReview(FuzzRequest request, Func<ScenarioRunner> newRunner, KernelProfile profile, ProgressLog progress)
{
    private readonly Confirmation confirmation = new(newRunner);

    /// <summary>Reviews all; those that an interruption leaves over come out as nobody asked.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(Suspects suspects, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var (shortest, count) in suspects.All)
        {
            try
            {
                findings.Add(await ReviewAsync(shortest, count, cancellation));
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                findings.Add(NotAsked(shortest[0], count));
            }
            catch (Exception failure) when (failure is TargetUnavailableException or GuestsLostException)
            {
                progress.Report($"not confirmed: {failure.Message}");
                findings.Add(NotAsked(shortest[0], count));
            }
        }

        // What has one cause ends in one smallest scenario, or in alike ones.
        return
        [
            .. findings.GroupBy(finding => finding.Signature)
                .Select(group => group.OrderByDescending(finding => finding.Shown ?? -1).ThenBy(finding => finding.Draft.Steps.Count).First()
                    with { Scenarios = group.Sum(finding => finding.Scenarios) }),
        ];
    }

    private async Task<Finding> ReviewAsync(IReadOnlyList<Suspect> shortest, long count, CancellationToken cancellation)
    {
        Finding? best = null;
        var from = shortest[0];
        foreach (var suspect in shortest)
        {
            progress.Report($"confirming {suspect.Draft.Name}: {suspect.Symptom}");
            var finding = await ConfirmAsync(suspect, suspect.Draft, count, cancellation);
            if (best is null || finding.Shown > best.Shown)
                (best, from) = (finding, suspect);
            if (finding.IsConfirmed)
                break;
        }

        return best!.IsConfirmed && request.Shrink ? await ShrinkAsync(from, best, count, cancellation) : best;
    }

    // Whatever comes between leaves what is confirmed already.
    private async Task<Finding> ShrinkAsync(Suspect suspect, Finding confirmed, long count, CancellationToken cancellation)
    {
        progress.Report($"shrinking {confirmed.Draft.Name} ({confirmed.Draft.Steps.Count} steps)");
        try
        {
            var smaller = await ShrinkAsync(confirmed, cancellation);
            var shrunk = await ConfirmAsync(suspect, smaller, count, cancellation);
            return shrunk.IsConfirmed ? shrunk : confirmed;
        }
        catch (Exception failure) when (
            failure is TargetUnavailableException or GuestsLostException
            || (failure is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            progress.Report($"left as it is: {failure.Message}");
            return confirmed;
        }
    }

    // Its guest is gone before the next one is wanted: there may be room for one only.
    private async Task<ScenarioDraft> ShrinkAsync(Finding finding, CancellationToken cancellation)
    {
        await using var runner = newRunner();
        var (smaller, asked) = await new ShrinkSession(runner, profile).RunAsync(
            finding.Draft, finding.Symptom, null, _ => { }, cancellation);
        progress.Report($"shrunk to {smaller.Steps.Count} steps in {asked} runs");
        return smaller;
    }

    private async Task<Finding> ConfirmAsync(Suspect suspect, ScenarioDraft draft, long count, CancellationToken cancellation)
    {
        var scenario = draft.Load($"{draft.Name}.yaml").Scenarios[0];
        var (shown, last) = await confirmation.RunAsync(scenario, suspect.Symptom, cancellation);
        var result = suspect.Symptom.ShownBy(last.Result) ? last.Result : suspect.Result;
        return new Finding(suspect.Symptom, suspect.Symptom.SignatureIn(result), draft, result, last, shown, count);
    }

    private static Finding NotAsked(Suspect suspect, long count) =>
        new(suspect.Symptom, suspect.Signature, suspect.Draft, suspect.Result, null, null, count);
}
