using System.Diagnostics;
using System.Globalization;

namespace RmapHarness.Bench.Guest;

/// <summary>Wall-clock times of things that take turns, so that what disturbs the machine disturbs all of them.</summary>
internal static class Rounds
{
    /// <summary>How often each is measured.</summary>
    public const int Count = 5;

    /// <summary>Runs all of them in turn, so many times; returns the median of each, in seconds.</summary>
    public static async Task<double[]> MediansAsync(IProgress<string> progress, CancellationToken cancellation, params Func<Task<double>>[] things)
    {
        var times = things.Select(_ => new List<double>()).ToArray();
        for (var round = 1; round <= Count; round++)
        {
            progress.Report($"round {round} of {Count}");
            for (var i = 0; i < things.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                times[i].Add(await things[i]());
            }

            progress.Report(string.Create(CultureInfo.InvariantCulture, $"round {round}: {string.Join(" s, ", times.Select(list => $"{list[^1]:0.00}"))} s"));
        }

        return [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
    }

    /// <summary>The wall-clock time of a thing, in seconds.</summary>
    public static async Task<double> TimeAsync(Func<Task> thing)
    {
        var began = Stopwatch.GetTimestamp();
        await thing();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
