using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts.Signatures;

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
        }

        // Mismatches of one cause end in one smallest scenario, or in alike ones.
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
        foreach (var suspect in shortest)
        {
            progress.Report($"confirming {suspect.Draft.Name}: {suspect.Key}");
            var finding = await ConfirmAsync(suspect.Draft, suspect.Key, count, cancellation);
            if (best is null || finding.Shown > best.Shown)
                best = finding;
            if (finding.IsConfirmed)
                break;
        }

        if (!best!.IsConfirmed || !request.Shrink)
            return best;
        progress.Report($"shrinking {best.Draft.Name} ({best.Draft.Steps.Count} steps)");
        var smaller = await ShrinkAsync(best, cancellation);
        var shrunk = await ConfirmAsync(smaller, best.Signature.Key, count, cancellation);
        return shrunk.IsConfirmed ? shrunk : best;
    }

    // Its guest is gone before the next one is wanted: there may be room for one only.
    private async Task<ScenarioDraft> ShrinkAsync(Finding finding, CancellationToken cancellation)
    {
        await using var runner = newRunner();
        var (smaller, asked) = await new ShrinkSession(runner, profile).RunAsync(
            finding.Draft, finding.Signature.Key, null, _ => { }, cancellation);
        progress.Report($"shrunk to {smaller.Steps.Count} steps in {asked} runs");
        return smaller;
    }

    private async Task<Finding> ConfirmAsync(ScenarioDraft draft, MismatchKey key, long count, CancellationToken cancellation)
    {
        var scenario = draft.Load($"{draft.Name}.yaml").Scenarios[0];
        var (shown, last) = await confirmation.RunAsync(scenario, key, cancellation);
        var signature = Suspect.Shows(last.Result, key)
            ? MismatchSignature.Of(Suspect.Find(last.Result, key), scenario)
            : new MismatchSignature("", key, "");
        return new Finding(signature, draft, last, shown, count);
    }

    private static Finding NotAsked(Suspect suspect, long count) =>
        new(MismatchSignature.Of(Suspect.Find(suspect.Result, suspect.Key), suspect.Result.Scenario), suspect.Draft, null, null, count);
}
