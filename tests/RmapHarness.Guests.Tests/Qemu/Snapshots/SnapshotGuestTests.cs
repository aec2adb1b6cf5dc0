using System.Text.RegularExpressions;
using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Qemu.Snapshots;
using RmapHarness.Guests.Tests.Host;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Qemu.Snapshots;

/// <summary>Real guests in a cache of their own, which borrows the user's kernels and images.</summary>
[Category("Guest")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SnapshotGuestTests : IDisposable, IProgress<string>
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];

    public SnapshotGuestTests()
    {
        foreach (var kind in new[] { "kernels", "agents", "images" })
        {
            var shared = Path.Combine(HarnessCache.OfUser().Root, kind);
            Directory.CreateDirectory(shared);
            Directory.CreateSymbolicLink(folder.At(kind), shared);
        }
    }

    private QemuGuestOptions Options => new()
    {
        Kernel = "bookworm",
        Accelerator = AcceleratorChoice.Tcg,
        Cache = new HarnessCache(folder.Path),
        LeastFreeBytes = 1,
    };

    public void Report(string value) => said.Add(value);

    public void Dispose() => folder.Dispose();

    [Test]
    public async Task The_life_of_a_snapshot()
    {
        var leftovers = new Leftovers();
        await AssertStartsAsync("booting");
        var path = Directory.GetFiles(folder.At("snapshots")).Single();
        Assert.That(new FileInfo(path).Length, Is.LessThan(512L << 20), "only memory that the guest has touched");

        // Two at a time, from one file.
        said.Clear();
        var first = await StartAsync(Options);
        await using (var second = await StartAsync(Options))
        {
            await AssertAnswersAsync(second);
            await AssertAnswersAsync(first);
        }

        await AssertAnswersAsync(first);
        await first.DisposeAsync();
        AssertSaid("restoring", "restoring");

        // A bit of the guest's memory is another one.
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            var old = file.ReadByte();
            file.Seek(-1, SeekOrigin.Current);
            file.WriteByte((byte)(old ^ 1));
        }

        await AssertStartsAsync("restoring", "the snapshot is of no use: .*it is not what was written", "booting");

        // What a QEMU of another version might have written.
        await using (var file = new FileStream(path, FileMode.Create))
            await SnapshotFile.WriteAsync(file, Path.GetFileNameWithoutExtension(path), new MemoryStream("QEVM of old"u8.ToArray()), CancellationToken.None);
        await AssertStartsAsync("restoring", "the snapshot is of no use: .*", "booting");

        using var cancellation = new CancellationTokenSource();
        var start = QemuGuest.StartAsync(Options, this, cancellation.Token);
        Assert.That(await Processes.UntilAsync(leftovers.Look), Is.True);
        await cancellation.CancelAsync();
        Assert.That(() => start, Throws.InstanceOf<OperationCanceledException>());
        await leftovers.AssertNoneAsync();
        await AssertStartsAsync("restoring");
    }

    [Test]
    public async Task A_disk_that_fills_up_costs_the_snapshot_but_not_the_guest()
    {
        Directory.CreateDirectory(folder.At("snapshots"));
        await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", "size=8m", "none", folder.At("snapshots")], Ample, CancellationToken.None);
        try
        {
            await using var guest = await StartAsync(Options);
            await AssertAnswersAsync(guest);
            Assert.That(said, Has.Some.StartsWith("no snapshot was made: ").And.Contains("No space left on device"));
            Assert.That(Directory.GetFiles(folder.At("snapshots")), Is.Empty);
        }
        finally
        {
            await Tool.RunAsync("umount", [folder.At("snapshots")], Ample, CancellationToken.None);
        }
    }

    private static async Task AssertAnswersAsync(QemuGuest guest)
    {
        Assert.That(guest.Facts.Release, Is.EqualTo(guest.Kernel.Release));
        var job = new AgentJob(new AgentProgram([new ObserveOperation(0)], ["parent"]), Ample);
        Assert.That((await guest.RunAsync([job], CancellationToken.None).SingleAsync()).End, Is.EqualTo(RunEnd.Completed));
    }

    private Task<QemuGuest> StartAsync(QemuGuestOptions options) => QemuGuest.StartAsync(options, this, CancellationToken.None);

    /// <summary>Starts a guest, and ends it once it has answered.</summary>
    /// <param name="lines">What is said meanwhile: a pattern for each line.</param>
    private async Task AssertStartsAsync(params string[] lines)
    {
        said.Clear();
        await using (var guest = await StartAsync(Options))
            await AssertAnswersAsync(guest);
        AssertSaid(lines);
    }

    private void AssertSaid(params string[] lines) =>
        Assert.That(said, Is.EqualTo(lines).Using<string, string>((line, pattern) => Regex.IsMatch(line, $"^{pattern}")), string.Join('\n', said));
}
