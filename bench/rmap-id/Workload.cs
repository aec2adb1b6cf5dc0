using System.Diagnostics;
using System.Globalization;

namespace RmapHarness.Bench.RmapId;

/// <summary>What is measured: a number of threads that do the same to one folio.</summary>
/// <param name="Name">Its name, the same in rmap_id.c.</param>
/// <param name="Threads">How many.</param>
internal sealed record Workload(string Name, int Threads)
{
    /// <summary>Runs it, with so many calls by each thread.</summary>
    /// <returns>Processor time of one call in nanoseconds, and how many processors the threads had at the same time.</returns>
    public string Measure(int calls)
    {
        var run = MapAndUnmap.Prepare();
        using var start = new Barrier(Threads + 1);
        var exclusive = new int[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            exclusive[i] = run(calls);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var began = Stopwatch.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        start.SignalAndWait();
        threads.ForEach(thread => thread.Join());
        var took = Environment.CpuUsage.TotalTime - used;
        var wall = Stopwatch.GetElapsedTime(began);
        if (Threads == 1 && exclusive[0] != calls / 2)
            throw new InvalidOperationException($"exclusive {exclusive[0]} times in {calls} calls of a single thread");
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {took.TotalNanoseconds / calls / Threads:F2} {took / wall:F2}");
    }
}
