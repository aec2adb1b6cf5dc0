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
    public async Task<WorkItem?> TakeAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Pop() is { } again)
                    return again;
                if (ended || !await source.MoveNextAsync())
                {
                    ended = true;
                    return null;
                }

                if (await prepare(count++, source.Current) is { } item)
                    return item;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether there is one to take, waiting for the source if need be.</summary>
    public async Task<bool> HasWorkAsync(CancellationToken cancellation)
    {
        if (await TakeAsync(cancellation) is not { } item)
            return false;
        Return([item]);
        return true;
    }

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

    private WorkItem? Pop()
    {
        lock (gate)
        {
            var first = returned.First?.Value;
            if (first is not null)
                returned.RemoveFirst();
            return first;
        }
    }
}
