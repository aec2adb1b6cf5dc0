using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Runs;

/// <summary>
/// The scenarios that wait for a guest, taken by several. What comes back, because a guest was lost or a second run is wanted, goes
/// first. Thread-safe.
/// </summary>
/// <param name="source">Where new ones come from.</param>
/// <param name="prepare">Makes one ready to run; null where it cannot run.</param>
internal sealed class WorkQueue(IAsyncEnumerator<Scenario> source, Func<long, Scenario, ValueTask<WorkItem?>> prepare) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly LinkedList<WorkItem> returned = new();
    private bool ended;
    private long count;

    /// <summary>Takes the next one, waiting for the source if need be; null if there is none now.</summary>
    public Task<WorkItem?> TakeAsync(CancellationToken cancellation) => NextAsync(stays: false, cancellation);

    /// <summary>Whether there is one to take, waiting for the source if need be.</summary>
    public async Task<bool> HasWorkAsync(CancellationToken cancellation) => await NextAsync(stays: true, cancellation) is not null;

    /// <summary>Gives some back, to be taken in the same order.</summary>
    public void Return(IEnumerable<WorkItem> items)
    {
        lock (gate)
        {
            foreach (var item in items.Reverse())
                returned.AddFirst(item);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<WorkItem?> NextAsync(bool stays, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (First(stays) is { } again)
                    return again;
                if (ended || !await source.MoveNextAsync())
                {
                    ended = true;
                    return null;
                }

                if (await prepare(count++, source.Current) is { } item)
                    Return([item]);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private WorkItem? First(bool stays)
    {
        lock (gate)
        {
            var first = returned.First?.Value;
            if (first is not null && !stays)
                returned.RemoveFirst();
            return first;
        }
    }
}
