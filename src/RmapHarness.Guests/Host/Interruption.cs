using System.Runtime.InteropServices;

namespace RmapHarness.Guests.Host;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP for a program that gives everything back. The first one cancels, so that what runs ends in order; a later
/// one ends the process as if there were no handler.
/// </summary>
public sealed class Interruption : IDisposable
{
    // timeout(1) signals its child and then the whole group, a terminal everybody in it: one wish may arrive more than once.
    private static readonly TimeSpan OneWish = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations;
    private readonly TimeProvider time;
    private long first;

    /// <summary>Handles the signals until disposed.</summary>
    public Interruption()
        : this(TimeProvider.System) => registrations.AddRange(
            new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = Arrives())));

    internal Interruption(TimeProvider time)
    {
        this.time = time;
        registrations = [];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
    }

    /// <summary>Takes a signal.</summary>
    /// <returns>Whether the process goes on for now.</returns>
    internal bool Arrives()
    {
        var now = time.GetTimestamp();
        if (Interlocked.CompareExchange(ref first, now, 0) is var begun and not 0)
            return time.GetElapsedTime(begun, now) < OneWish;
        source.Cancel();
        return true;
    }
}
