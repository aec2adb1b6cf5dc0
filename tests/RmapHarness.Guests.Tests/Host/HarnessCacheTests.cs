using NUnit.Framework;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests.Host;

public sealed class HarnessCacheTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Test]
    public async Task An_entry_is_made_once_however_many_ask()
    {
        using var folder = new TemporaryFolder();
        var cache = new HarnessCache(folder.Path);
        var made = 0;
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.GetAsync(
            "things",
            "one",
            async partial =>
            {
                Interlocked.Increment(ref made);
                await File.WriteAllTextAsync(Path.Combine(partial, "file"), "content");
            },
            Deadline,
            CancellationToken.None))));
        Assert.That(made, Is.EqualTo(1));
        Assert.That(entries, Is.All.EqualTo(folder.At("things/one")));
        Assert.That(File.ReadAllText(folder.At("things/one/file")), Is.EqualTo("content"));
    }

    [Test]
    public async Task A_failure_leaves_nothing_and_the_next_attempt_starts_afresh()
    {
        using var folder = new TemporaryFolder();
        var cache = new HarnessCache(folder.Path);
        Task Half(string partial)
        {
            File.WriteAllText(Path.Combine(partial, "half"), "");
            throw new TargetUnavailableException("no network");
        }

        Assert.That(() => cache.GetAsync("things", "one", Half, Deadline, CancellationToken.None), Throws.TypeOf<TargetUnavailableException>());
        Assert.That(Directory.GetFileSystemEntries(folder.At("things")), Is.EqualTo(new[] { folder.At("things/.lock") }));

        // As after a kill: the partial folder is still there.
        Directory.CreateDirectory(folder.At("things/.one.partial/old"));
        var entry = await cache.GetAsync("things", "one", _ => Task.CompletedTask, Deadline, CancellationToken.None);
        Assert.That(Directory.GetFileSystemEntries(entry), Is.Empty);
    }

    [Test]
    public void A_disk_that_is_full_is_told_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        Assert.That(
            () => new HarnessCache(folder.Path).GetAsync(
                "things", "one", _ => throw new IOException("No space left on device"), Deadline, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.EqualTo($"things/one cannot be put into the cache {folder.Path}: No space left on device"));
        Assert.That(Directory.GetFileSystemEntries(folder.At("things")), Is.EqualTo(new[] { folder.At("things/.lock") }));
    }

    [Test]
    public async Task A_lock_that_never_ends_is_told()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("things"));
        await using var held = new FileStream(folder.At("things/.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Assert.That(
            () => new HarnessCache(folder.Path).GetAsync(
                "things", "one", _ => Task.CompletedTask, TimeSpan.FromMilliseconds(300), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("another process has held"));
    }

    [Test]
    public async Task What_was_used_last_stays_when_some_must_go()
    {
        using var folder = new TemporaryFolder();
        var cache = new HarnessCache(folder.Path);
        foreach (var (name, hours) in new[] { ("a", 3), ("b", 2), ("c", 1) })
        {
            await GetAsync(name);
            Directory.SetLastWriteTimeUtc(folder.At($"things/{name}"), DateTime.UtcNow.AddHours(-hours));
        }

        await GetAsync("a");
        cache.Prune("things", "", 2);
        Assert.That(
            Directory.GetDirectories(folder.At("things")).Select(path => Path.GetFileName(path)), Is.EquivalentTo(new[] { "a", "c" }));

        Task<string> GetAsync(string name) => cache.GetAsync("things", name, _ => Task.CompletedTask, Deadline, CancellationToken.None);
    }
}
