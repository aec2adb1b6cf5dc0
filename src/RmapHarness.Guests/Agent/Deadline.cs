namespace RmapHarness.Guests.Agent;

/// <summary>A moment of the monotonic clock after which a wait is given up.</summary>
internal readonly struct Deadline
{
    private readonly long at;
    private readonly TimeSpan after;

    private Deadline(TimeSpan after)
    {
        this.after = after;
        at = Environment.TickCount64 + (long)after.TotalMilliseconds;
    }

    /// <summary>What is left, not below zero.</summary>
    public TimeSpan Remaining => TimeSpan.FromMilliseconds(Math.Max(0, at - Environment.TickCount64));

    /// <summary>A deadline that begins to run now.</summary>
    public static Deadline In(TimeSpan time) => new(time);

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{after.TotalSeconds:0.###} s");
}
