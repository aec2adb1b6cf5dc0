using System.Threading.Channels;
using NUnit.Framework;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class BuildProgressTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Time_and_objects_are_told_every_half_minute_until_the_build_ends()
    {
        using var folder = new TemporaryFolder();
        var clock = new HandClock();
        var lines = new Lines();
        await using (new BuildProgress("mine", folder.At("objects"), lines, clock))
        {
            Assert.That(clock.Period, Is.EqualTo(TimeSpan.FromSeconds(30)));
            clock.Tick();
            Assert.That(await lines.NextAsync(), Is.EqualTo("building kernel mine: 30 s, 0 objects"), "make has not made the folder yet");

            Directory.CreateDirectory(folder.At("objects/mm"));
            folder.Write("objects/vmlinux.o", "");
            folder.Write("objects/mm/rmap.o", "");
            folder.Write("objects/mm/rmap.c", "");
            clock.Tick();
            Assert.That(await lines.NextAsync(), Is.EqualTo("building kernel mine: 60 s, 2 objects"));
        }

        clock.Tick();
        Assert.That(lines.Rest, Is.Zero, "the build is over");
    }

    private sealed class Lines : IProgress<string>
    {
        private readonly Channel<string> channel = Channel.CreateUnbounded<string>();

        public int Rest => channel.Reader.Count;

        public void Report(string value) => channel.Writer.TryWrite(value);

        public Task<string> NextAsync() => channel.Reader.ReadAsync().AsTask().WaitAsync(Deadline);
    }
}
