namespace RmapHarness.Bench.Growth;

/// <summary>Measures what runs on this thread by the processor time that it takes, so that a busy machine disturbs little.</summary>
internal static class Processor
{
    private const int Rounds = 7;

    /// <summary>The shortest of several rounds, warmed up before.</summary>
    /// <param name="action">What is measured.</param>
    /// <param name="times">How often a round does it.</param>
    /// <returns>Processor time of one.</returns>
    public static TimeSpan TimeOf(Action action, int times)
    {
        for (var i = 0; i < times; i++)
            action();
        return Enumerable.Range(0, Rounds).Min(_ => RoundOf(action, times)) / times;
    }

    private static TimeSpan RoundOf(Action action, int times)
    {
        GC.Collect();
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            action();
        return Environment.CpuUsage.TotalTime - began;
    }
}
