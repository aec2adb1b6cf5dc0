using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Direct;

namespace RmapHarness.Bench.Model;

/// <summary>This machine's own kernel: the target local.</summary>
internal sealed class LocalKernel : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly DirectGuest guest;

    private LocalKernel(DirectGuest guest)
    {
        this.guest = guest;
        var version = KernelVersion.Parse(guest.Facts.Release);
        var architecture = guest.Facts.Machine == "x86_64" ? Architecture.X86_64 : Architecture.Arm64;
        Profile = new KernelProfile(
            version, architecture, Geometry.ForPageSize(guest.Facts.PageSize), AccountingScheme.PageMapcount, KernelProfile.TrackerOf(version));
    }

    /// <summary>What the model needs to know of it.</summary>
    public KernelProfile Profile { get; }

    /// <summary>Starts the agent.</summary>
    /// <exception cref="NotMeasuredException">It does not start: not root, no memory cgroup, another agent works, …</exception>
    public static async Task<LocalKernel> StartAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        try
        {
            return new LocalKernel(await DirectGuest.StartAsync(DirectTarget.Local, null, progress, cancellation));
        }
        catch (TargetUnavailableException reason)
        {
            throw new NotMeasuredException($"this machine's kernel cannot be used: {reason.Message}");
        }
    }

    /// <summary>Executes one program so many times; returns the time that the agent took for one, the way to it and back left out.</summary>
    public async Task<TimeSpan> MeasureAsync(Program program, int times, CancellationToken cancellation)
    {
        var took = TimeSpan.Zero;
        await foreach (var run in guest.RunAsync([.. Enumerable.Repeat(new AgentJob(program, Deadline), times)], cancellation))
        {
            if (run.End != RunEnd.Completed)
                throw new NotMeasuredException($"this machine's kernel did not complete the scenario: {run.End} {run.Reason}");
            took += run.Duration;
        }

        return took / times;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => guest.DisposeAsync();
}
