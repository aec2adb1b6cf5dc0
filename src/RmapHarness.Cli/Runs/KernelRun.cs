using System.Globalization;
using RmapHarness.Guests;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>Runs a share of the scenarios on guests of one kernel, one guest after another where one is lost.</summary>
internal sealed class KernelRun(
    RunRequest request, IReadOnlyList<KnownIssue> knownIssues, KernelBoard board, CommandEnvironment environment, ProgressLog progress)
{
    private const int MostLostGuests = 5;

    /// <summary>Boots and runs.</summary>
    /// <param name="share">Indexes of the scenarios.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">The kernel could not be had.</exception>
    public async Task RunAsync(IReadOnlyList<int> share, CancellationToken cancellation)
    {
        var left = share;
        for (var lost = 0; left.Count > 0; lost++)
        {
            if (lost == MostLostGuests)
            {
                GiveUp(left, string.Create(CultureInfo.InvariantCulture, $"not run: the guest was lost {lost} times"));
                return;
            }

            left = await RunOnNewGuestAsync(left, cancellation);
        }
    }

    private async Task<IReadOnlyList<int>> RunOnNewGuestAsync(IReadOnlyList<int> left, CancellationToken cancellation)
    {
        var kernel = await environment.Target.StartAsync(new GuestRequest(board.Kernel, request.Accelerator, request.Shape), progress, cancellation);
        await using var guest = kernel.Guest;
        return await new GuestSession(kernel, request, knownIssues, board, environment, progress).RunAsync(left, cancellation);
    }

    private void GiveUp(IReadOnlyList<int> left, string reason)
    {
        foreach (var index in left)
            board.Set(index, ScenarioResult.NotJudged(board.Scenarios[index], Verdict.Error, reason));
    }
}
