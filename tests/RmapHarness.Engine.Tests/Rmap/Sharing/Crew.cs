namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>Threads that start together and are waited for, with a deadline; the first that fails stops the others.</summary>
internal sealed class Crew : IDisposable
{
    private readonly CancellationTokenSource stop = new(TimeSpan.FromMinutes(2));
    private readonly List<Action> work = [];
    private Exception? failure;

    /// <summary>Cancelled at the deadline and by a failure.</summary>
    public CancellationToken Stop => stop.Token;

    public void Add(Action body) => work.Add(body);

    public void Run()
    {
        using var start = new Barrier(work.Count);
        var threads = work.Select(body => new Thread(() =>
        {
            try
            {
                start.SignalAndWait(Stop);
                body();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                stop.Cancel();
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
            throw new AssertionException($"a thread failed: {failure.Message}", failure);
    }

    public void Dispose() => stop.Dispose();
}
