using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>Runs what waits in a queue on one guest.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="queue">What waits.</param>
/// <param name="enter">Gets what is finished.</param>
/// <param name="runsPerGuest">How many runs wear a guest out.</param>
internal sealed class GuestWorker(ReadyKernel kernel, WorkQueue queue, Func<ScenarioRun, ValueTask> enter, int runsPerGuest)
{
    // On a kernel that never has THPs for us, fresh guests do not help, and cost time.
    private const int MostFreshGuests = 3;

    private int freshGuests;

    /// <summary>Runs until nothing waits any more, or the guest is worn or lost: what it had not run goes back to the queue.</summary>
    /// <exception cref="TargetUnavailableException">It runs another kernel than the first guest did.</exception>
    public async Task<GuestEnd> RunAsync(IGuest guest, CancellationToken cancellation)
    {
        kernel.CheckSame(guest.Facts);
        var sent = new ConcurrentQueue<WorkItem>();
        using var worn = new CancellationTokenSource();
        try
        {
            await foreach (var run in guest.RunAsync(JobsAsync(sent, worn, cancellation), cancellation))
            {
                if (!sent.TryDequeue(out var item))
                    throw new InvalidOperationException("a guest gave more results than it took jobs");
                if (await FinishAsync(item, run, cancellation))
                    await worn.CancelAsync();
                // What a lost guest says of the ones after this is that they have not run; what a damaged one says is worth nothing.
                if (run.End is RunEnd.Damaged or RunEnd.Lost)
                    return GuestEnd.Lost;
            }

            return !sent.IsEmpty ? GuestEnd.Lost : worn.IsCancellationRequested ? GuestEnd.Worn : GuestEnd.Usable;
        }
        finally
        {
            queue.Return(sent);
        }
    }

    private async IAsyncEnumerable<AgentJob> JobsAsync(
        ConcurrentQueue<WorkItem> sent, CancellationTokenSource worn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var taken = 0; !worn.IsCancellationRequested && await queue.TakeAsync(cancellation) is { } item; taken++)
        {
            sent.Enqueue(item);
            if (taken + 1 == runsPerGuest)
                await worn.CancelAsync();
            yield return new AgentJob(item.Compiled.Program, JobDeadline.For(item.Compiled.Program, kernel.UnderTest.Accelerator));
        }
    }

    /// <returns>Whether the second run of it wants a fresh guest: the memory of this one is too fragmented for THPs.</returns>
    private async Task<bool> FinishAsync(WorkItem item, ObservedRun run, CancellationToken cancellation)
    {
        var finished = await kernel.JudgeAsync(item, run, cancellation);
        if (item.First is null && Judge.DeservesSecondRun(finished.Result))
        {
            queue.Return([item with { First = finished.Result }]);
            return run.ThpFallbacks > 0 && Interlocked.Increment(ref freshGuests) <= MostFreshGuests;
        }

        await enter(item.First is { } first ? finished with { Result = Judge.Combine(first, finished.Result) } : finished);
        return false;
    }
}
