using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Probing;

/// <summary>Finds out how a kernel accounts by running short programs on it, and comparing with what every candidate predicts.</summary>
/// <param name="guest">The kernel.</param>
/// <param name="expected">The profile that its release and configuration promise.</param>
/// <param name="knownIssues">Recorded findings, which speak against no candidate.</param>
internal sealed class KernelProber(IGuest guest, KernelProfile expected, IReadOnlyList<KnownIssue> knownIssues)
{
    /// <summary>Runs the probes.</summary>
    /// <param name="cancellation">Stops early.</param>
    public async Task<ProbedKernel> ProbeAsync(CancellationToken cancellation)
    {
        var probes = new List<Probe> { ProbePrograms.SoftDirty(expected.Geometry) };
        if (guest.Facts.PmdSize > 0)
            probes.AddRange(ProbePrograms.OfThp(expected.Geometry));
        var runs = await RunAsync(probes, cancellation);
        // Memory may have been short for a moment.
        if (runs.Any(run => run.ThpFallbacks > 0))
            runs = await RunAsync(probes, cancellation);
        if (runs.FirstOrDefault(run => run.End != RunEnd.Completed) is { } failed)
            return ProbedKernel.NotProbed(expected, $"a probe did not complete: {failed.Reason}") with { IsGuestLost = failed.End is RunEnd.Lost or RunEnd.Damaged };
        if (runs.Any(run => run.ThpFallbacks > 0))
            return ProbedKernel.NotProbed(expected, "the kernel had no huge page for the probes");
        return Judge([.. probes.Zip(runs, (probe, run) => new ProbeReading(probe, run.Trace))]);
    }

    private async Task<IReadOnlyList<ObservedRun>> RunAsync(List<Probe> probes, CancellationToken cancellation)
    {
        var jobs = probes.Select(probe => new AgentJob(probe.Program, JobDeadline.For(probe.Program, guest.Facts.Accelerator))).ToList();
        return await guest.RunAsync(jobs, cancellation).ToListAsync(cancellation);
    }

    private ProbedKernel Judge(IReadOnlyList<ProbeReading> readings)
    {
        var hasSoftDirty = readings[0].HasSoftDirty;
        var own = Candidate.Of(expected);
        var fits = Candidate.All
            .Select(candidate => (
                Candidate: candidate,
                Evidence: readings.SelectMany(reading => ProbeEvidence.Of(reading, reading.Against(candidate.Of(expected, hasSoftDirty), knownIssues))).ToList()))
            .OrderBy(fit => fit.Evidence.Count)
            .ThenByDescending(fit => fit.Candidate.Likeness(own))
            .ToList();
        var profile = fits[0].Candidate.Of(expected, hasSoftDirty);
        if (fits[0].Evidence.Count > 0)
            return ProbedKernel.Unknown(profile, fits[0].Evidence);
        var alike = fits.Where(fit => fit.Evidence.Count == 0).Select(fit => fit.Candidate).ToList();
        return ProbedKernel.Known(profile, alike, own, guest.Facts.PmdSize > 0);
    }
}
