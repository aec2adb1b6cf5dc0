using RmapHarness.Cli.Runs;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Probing;

/// <summary>Finds out what a kernel that is up is, and tells it in one line.</summary>
/// <param name="kernel">The name that it was asked for by.</param>
/// <param name="request">May fix scheme and tracker.</param>
/// <param name="knownIssues">Recorded findings.</param>
/// <param name="progress">Gets the line, and the evidence where the kernel behaves as no known one.</param>
internal sealed class KernelSurvey(string kernel, RunRequest request, IReadOnlyList<KnownIssue> knownIssues, IProgress<string> progress)
{
    /// <summary>Looks at a kernel.</summary>
    /// <param name="booted">The kernel.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>What results say of it, and whether the guest was lost meanwhile.</returns>
    /// <exception cref="Guests.TargetUnavailableException">The model knows no such kernel.</exception>
    public async Task<(KernelUnderTest UnderTest, bool IsGuestLost)> MakeAsync(BootedKernel booted, CancellationToken cancellation)
    {
        var probed = await ProfileFactory.ProbeAsync(booted, request, knownIssues, cancellation);
        var facts = booted.Guest.Facts;
        var underTest = new KernelUnderTest(facts.Kernel, facts.Release, facts.Accelerator, probed.Profile)
        {
            ConfigHash = booted.Config?.Hash,
            Behaviour = probed.Behaviour,
            Facts = KernelFacts.Of(facts, probed.Profile, booted.Config),
        };
        progress.Report($"{kernel}: {KernelTitle.Of(underTest)}: {probed.Behaviour.Text}; {underTest.Facts}");
        foreach (var evidence in probed.Behaviour.Evidence)
            progress.Report($"  {evidence}");
        return (underTest, probed.IsGuestLost);
    }
}
