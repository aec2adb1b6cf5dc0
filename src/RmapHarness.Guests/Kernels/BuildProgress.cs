using System.Globalization;

namespace RmapHarness.Guests.Kernels;

/// <summary>Tells every half minute how far a build is, by the objects that it has made.</summary>
internal sealed class BuildProgress : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly Task work;

    /// <summary>Begins.</summary>
    /// <param name="name">What is built.</param>
    /// <param name="objects">The folder that the objects go to; it need not exist yet.</param>
    /// <param name="progress">Gets the lines.</param>
    /// <param name="clock">The time.</param>
    public BuildProgress(string name, string objects, IProgress<string> progress, TimeProvider clock) =>
        work = ReportAsync(name, objects, progress, clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task ReportAsync(string name, string objects, IProgress<string> progress, TimeProvider clock)
    {
        var begin = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                var seconds = clock.GetElapsedTime(begin).TotalSeconds;
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"building kernel {name}: {seconds:0} s, {Count(objects)} objects"));
            }
        }
        catch (OperationCanceledException)
        {
            // The build is over.
        }
    }

    private static int Count(string objects)
    {
        try
        {
            return Directory.EnumerateFiles(objects, "*.o", SearchOption.AllDirectories).Count();
        }
        catch (IOException)
        {
            // make removes folders while we look, or has not made the first one.
            return 0;
        }
    }
}
