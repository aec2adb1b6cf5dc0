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
    public BuildProgress(string name, string objects, IProgress<string> progress) => work = ReportAsync(name, objects, progress);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task ReportAsync(string name, string objects, IProgress<string> progress)
    {
        var begin = Environment.TickCount64;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                var seconds = (Environment.TickCount64 - begin) / 1000;
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"building kernel {name}: {seconds} s, {Count(objects)} objects"));
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
