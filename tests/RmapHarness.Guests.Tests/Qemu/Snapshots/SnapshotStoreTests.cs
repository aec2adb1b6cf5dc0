using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu.Snapshots;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu.Snapshots;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public async Task A_snapshot_is_there_after_it_was_added_and_gone_after_it_was_removed()
    {
        var store = Store();
        Assert.That(store.Open("a"), Is.Null);
        await AddAsync(store, "a", 5);
        await using (var file = store.Open("a"))
            Assert.That(file!.Length, Is.EqualTo(5));
        store.Remove("a");
        Assert.That(store.Open("a"), Is.Null);
    }

    [Test]
    public async Task One_that_is_being_read_outlives_its_replacement()
    {
        var store = Store();
        await AddAsync(store, "a", 5);
        await using var file = store.Open("a")!;
        await AddAsync(store, "a", 7);
        store.Remove("a");
        Assert.That(await file.ReadAtLeastAsync(new byte[10], 10, throwOnEndOfStream: false), Is.EqualTo(5));
    }

    [Test]
    public void One_that_could_not_be_written_leaves_nothing()
    {
        var store = Store();
        Assert.That(() => store.AddAsync("a", _ => throw new IOException("no space left on device")), Throws.TypeOf<IOException>());
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void None_is_made_where_the_disk_is_nearly_full()
    {
        var store = new SnapshotStore(new HarnessCache(folder.Path)) { LeastFree = long.MaxValue };
        Assert.That(() => AddAsync(store, "a", 1), Throws.TypeOf<IOException>().With.Message.Contains("MiB left, less than"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void None_is_made_where_there_can_be_no_folder()
    {
        File.WriteAllText(folder.At("snapshots"), "a file");
        Assert.That(() => AddAsync(Store(), "a", 1), Throws.InstanceOf<IOException>());
        Assert.That(Store().Open("a"), Is.Null);
    }

    [Test]
    public async Task Those_that_were_not_used_for_longest_go_when_there_is_too_much()
    {
        var store = Store(most: 25);
        await AddAsync(store, "a", 10);
        await AddAsync(store, "b", 10);
        // As if both were old, "a" the older one, but used again.
        File.SetLastWriteTimeUtc(folder.At("snapshots/a.snapshot"), DateTime.UtcNow.AddHours(-2));
        File.SetLastWriteTimeUtc(folder.At("snapshots/b.snapshot"), DateTime.UtcNow.AddHours(-1));
        await store.Open("a")!.DisposeAsync();
        await AddAsync(store, "c", 10);
        Assert.That(Files(), Is.EquivalentTo(new[] { "a.snapshot", "c.snapshot" }));
    }

    [Test]
    public async Task What_a_killed_harness_left_goes_and_what_is_being_written_stays()
    {
        Directory.CreateDirectory(folder.At("snapshots"));
        await File.WriteAllTextAsync(folder.At("snapshots/.dead.partial"), "half");
        await using var alive = new FileStream(folder.At("snapshots/.alive.partial"), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await AddAsync(Store(), "a", 1);
        Assert.That(Files(), Is.EquivalentTo(new[] { "a.snapshot", ".alive.partial" }));
    }

    private static Task AddAsync(SnapshotStore store, string key, int length) => store.AddAsync(key, async file => await file.WriteAsync(new byte[length]));

    private SnapshotStore Store(long most = long.MaxValue) => new(new HarnessCache(folder.Path)) { LeastFree = 1, MostBytes = most };

    private IEnumerable<string> Files() => Directory.Exists(folder.At("snapshots"))
        ? Directory.GetFiles(folder.At("snapshots")).Select(path => Path.GetFileName(path))
        : [];
}
