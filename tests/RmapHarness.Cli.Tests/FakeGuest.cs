using System.Runtime.CompilerServices;
using RmapHarness.Cli.Probing;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Cli.Tests;

/// <summary>A kernel that answers what the model says, unless it is told otherwise.</summary>
internal sealed class FakeGuest(FakeTarget target, GuestFacts facts) : IGuest
{
    public GuestFacts Facts => facts;

    public async IAsyncEnumerable<ObservedRun> RunAsync(
        IAsyncEnumerable<AgentJob> jobs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var isLost = false;
        await foreach (var job in jobs.WithCancellation(cancellation))
        {
            Assert.That(job.Deadline, Is.GreaterThan(TimeSpan.Zero));
            var run = isLost
                ? new ObservedRun(RunEnd.Lost, "closed", new Trace([], []), 0, TimeSpan.Zero)
                : ProbePrograms.Include(job.Program) ? target.Probe(job.Program)
                : await target.ExecuteAsync(Example.Completed(Simulation.Run(target.Profile, job.Program)), cancellation);
            isLost |= run.End == RunEnd.Lost;
            yield return run;
        }
    }

    public ValueTask DisposeAsync()
    {
        target.Disposed++;
        return ValueTask.CompletedTask;
    }
}
