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
internal sealed class GuestWorker(ReadyKernel kernel, WorkQueue queue, Func<ScenarioRun, ValueTask> enter)
{
    /// <summary>Runs until nothing waits any more, or the guest is lost: what it had not run goes back to the queue.</summary>
    /// <returns>Whether the guest can be used again.</returns>
    public async Task<bool> RunAsync(IGuest guest, CancellationToken cancellation)
    {
        var sent = new ConcurrentQueue<WorkItem>();
        try
        {
            await foreach (var run in guest.RunAsync(JobsAsync(sent, cancellation), cancellation))
            {
                if (!sent.TryDequeue(out var item))
                    throw new InvalidOperationException("a guest gave more results than it took jobs");
                await FinishAsync(item, run, cancellation);
                // What a lost guest says of the ones after this is that they have not run; what a damaged one says is worth nothing.
                if (run.End is RunEnd.Damaged or RunEnd.Lost)
                    return false;
            }

            return sent.IsEmpty;
        }
        finally
        {
            queue.Return(sent);
        }
    }

    private async IAsyncEnumerable<AgentJob> JobsAsync(ConcurrentQueue<WorkItem> sent, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await queue.TakeAsync(cancellation) is { } item)
        {
            sent.Enqueue(item);
            yield return new AgentJob(item.Compiled.Program, JobDeadline.For(item.Compiled.Program, kernel.UnderTest.Accelerator));
        }
    }

    private async Task FinishAsync(WorkItem item, ObservedRun run, CancellationToken cancellation)
    {
        var finished = await kernel.JudgeAsync(item, run, cancellation);
        if (item.First is { } first)
            await enter(finished with { Result = Judge.Combine(first, finished.Result) });
        else if (Judge.DeservesSecondRun(finished.Result))
            queue.Return([item with { First = finished.Result }]);
        else
            await enter(finished);
    }
}
