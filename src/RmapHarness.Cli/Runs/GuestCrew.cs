using RmapHarness.Guests;

namespace RmapHarness.Cli.Runs;

/// <summary>The guests that work on one queue, each replaced when it is lost.</summary>
/// <param name="pool">Where guests come from.</param>
/// <param name="worker">What each of them does.</param>
/// <param name="queue">What waits.</param>
/// <param name="guests">Most guests at a time.</param>
/// <param name="mostLost">How many may be lost in all.</param>
/// <param name="progress">Told in one line of guests that could not be had.</param>
internal sealed class GuestCrew(
    GuestPool pool, GuestWorker worker, WorkQueue queue, int guests, int mostLost, IProgress<string> progress)
{
    private int lost;
    private int active;

    /// <summary>Works until nothing waits any more.</summary>
    /// <exception cref="TargetUnavailableException">No guest could be had, and something still waits.</exception>
    /// <exception cref="GuestsLostException">Too many were lost, and something still waits.</exception>
    public async Task WorkAsync(CancellationToken cancellation)
    {
        var failure = default(Exception);
        // What a guest gives back while the others end is left for another turn.
        while (failure is null && await queue.HasWorkAsync(cancellation))
        {
            active = guests;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var ends = await Task.WhenAll(Enumerable.Range(0, guests).Select(_ => ServeAsync(over, cancellation)));
            failure = ends.FirstOrDefault(end => end is not null);
        }

        if (failure is not null && await queue.HasWorkAsync(cancellation))
            throw failure;
    }

    /// <summary>One guest after another, until nothing waits.</summary>
    /// <param name="over">Ends the waiting for a guest once there is nothing to do for it.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>Why no guest can be had; null if nothing waits.</returns>
    private async Task<Exception?> ServeAsync(CancellationTokenSource over, CancellationToken cancellation)
    {
        try
        {
            while (await queue.HasWorkAsync(cancellation))
                await ServeOnceAsync(over.Token, cancellation);
            await over.CancelAsync();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
        }
        catch (Exception failure) when (failure is TargetUnavailableException or GuestsLostException)
        {
            if (Interlocked.Decrement(ref active) > 0)
                progress.Report($"going on with fewer guests: {failure.Message}");
            return failure;
        }

        return null;
    }

    private async Task ServeOnceAsync(CancellationToken over, CancellationToken cancellation)
    {
        var guest = await pool.AcquireAsync(over);
        var end = GuestEnd.Lost;
        try
        {
            end = await worker.RunAsync(guest.Guest, cancellation);
        }
        finally
        {
            if (end == GuestEnd.Usable)
                pool.Return(guest);
            else
                await pool.DiscardAsync(guest);
        }

        if (end == GuestEnd.Lost && Interlocked.Increment(ref lost) >= mostLost)
            throw new GuestsLostException(mostLost);
    }
}
