using System.Globalization;

namespace RmapHarness.Cli.Watching;

/// <summary>
/// Files and directories that somebody edits. They are looked at again and again: an editor may write a file in place, put another one in its
/// place, or take it away for a moment.
/// </summary>
/// <param name="paths">The files; of a directory all scenarios below it.</param>
internal sealed class WatchedFiles(IReadOnlyList<string> paths)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>What the files look like now: names, sizes and times.</summary>
    public string Stamp() => string.Join('\n', paths.SelectMany(FilesOf).Order(StringComparer.Ordinal).Select(StampOf));

    /// <summary>Waits until the files look otherwise, and returns how.</summary>
    /// <param name="known">How they look to whoever asks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string> ChangedAsync(string known, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            if (Stamp() is var now && now != known)
                return now;
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories) : [path];

    private static string StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}") : path;
    }
}
