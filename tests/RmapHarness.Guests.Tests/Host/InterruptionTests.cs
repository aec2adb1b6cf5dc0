using NUnit.Framework;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests.Host;

/// <summary>Signals: one wish to end may arrive twice, a second wish ends the process.</summary>
public sealed class InterruptionTests
{
    [Test]
    public void The_first_signal_cancels_and_the_process_goes_on()
    {
        using var interruption = new Interruption(new Clock());
        Assert.That(interruption.Token.IsCancellationRequested, Is.False);
        Assert.That(interruption.Arrives(), Is.True);
        Assert.That(interruption.Token.IsCancellationRequested, Is.True);
    }

    [TestCase(0, true)]
    [TestCase(900, true)]
    [TestCase(1000, false)]
    [TestCase(60_000, false)]
    public void A_signal_right_after_the_first_is_the_same_wish(int milliseconds, bool goesOn)
    {
        var clock = new Clock();
        using var interruption = new Interruption(clock);
        interruption.Arrives();
        clock.Now += milliseconds;
        Assert.That(interruption.Arrives(), Is.EqualTo(goesOn));
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; } = 1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
