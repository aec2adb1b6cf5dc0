namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>A clock that stands still until it is told to go on; it has one timer.</summary>
internal sealed class HandClock : TimeProvider
{
    private TimeSpan now;
    private Action tick = () => { };

    /// <summary>The period of the timer that was made.</summary>
    public TimeSpan Period { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Period = period;
        tick = () => callback(state);
        return new Timer();
    }

    /// <summary>A period goes by.</summary>
    public void Tick()
    {
        now += Period;
        tick();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
