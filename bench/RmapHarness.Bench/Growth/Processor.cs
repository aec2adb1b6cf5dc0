namespace RmapHarness.Bench.Growth;

/// <summary>Measures what runs on this thread by the processor time that it takes, so that a busy machine disturbs little.</summary>
internal static class Processor
{
    private const int Rounds = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>The shortest round of each of two actions, which take turns.</summary>
    /// <param name="first">One action.</param>
    /// <param name="timesFirst">How often a round does it.</param>
    /// <param name="second">The other.</param>
    /// <param name="timesSecond">How often a round does that.</param>
    /// <returns>Processor time of each, done once.</returns>
    public static (TimeSpan First, TimeSpan Second) TimesOf(Action first, int timesFirst, Action second, int timesSecond)
    {
        // Optimised code first: the JIT needs calls, and a moment in the background.
        var began = Environment.TickCount64;
        while (Environment.TickCount64 - began < WarmUp.TotalMilliseconds)
        {
            Round(first, timesFirst);
            Round(second, timesSecond);
        }

        var (shortestFirst, shortestSecond) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            shortestFirst = Shorter(shortestFirst, Round(first, timesFirst));
            shortestSecond = Shorter(shortestSecond, Round(second, timesSecond));
        }

        return (shortestFirst / timesFirst, shortestSecond / timesSecond);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Round(Action action, int times)
    {
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            action();
        return Environment.CpuUsage.TotalTime - began;
    }
}
