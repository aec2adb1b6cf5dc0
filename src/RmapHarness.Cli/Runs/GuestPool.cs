using RmapHarness.Guests;

namespace RmapHarness.Cli.Runs;

/// <summary>The guests of one kernel: started when wanted, kept for the next user, thrown away when they are lost. Thread-safe.</summary>
/// <param name="target">Where kernels run.</param>
/// <param name="request">Which kernel, and how.</param>
/// <param name="slots">A turn for each guest that may be up at a time, of this kernel and others.</param>
/// <param name="progress">Told in one line what is being done.</param>
internal sealed class GuestPool(ITarget target, GuestRequest request, SemaphoreSlim slots, IProgress<string> progress) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<BootedKernel> idle = new();

    /// <summary>A guest that is up: one that was given back, or a new one. Whoever gets it gives it back or throws it away.</summary>
    /// <exception cref="TargetUnavailableException">It could not be had.</exception>
    public async Task<BootedKernel> AcquireAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (idle.TryPop(out var kept))
                return kept;
        }

        await slots.WaitAsync(cancellation);
        try
        {
            return await target.StartAsync(request, progress, cancellation);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    /// <summary>Gives a guest back, to be used again as it is.</summary>
    public void Return(BootedKernel guest)
    {
        lock (gate)
            idle.Push(guest);
    }

    /// <summary>Ends a guest that is lost, or whose state is not wanted any more: the next one is as fresh as after its boot.</summary>
    public async ValueTask DiscardAsync(BootedKernel guest)
    {
        try
        {
            await guest.Guest.DisposeAsync();
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Ends the guests that were given back.</summary>
    public async ValueTask DisposeAsync()
    {
        while (TryPop() is { } guest)
            await DiscardAsync(guest);
    }

    private BootedKernel? TryPop()
    {
        lock (gate)
            return idle.TryPop(out var guest) ? guest : null;
    }
}
