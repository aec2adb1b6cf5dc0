using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>Newer builds of kernels that are here, with vm/fetch-kernel.sh and an archive that is not Debian's.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RenewTests : IDisposable, IProgress<string>
{
    private const string Old = "6.1.0-1-cloud-amd64";
    private const string New = "6.1.0-2-cloud-amd64";
    private const string Folder = "kernels/night-cloud-amd64";

    private readonly FakeArchive archive = new();
    private readonly TemporaryFolder cache = new();
    private readonly List<string> told = [];
    private readonly KernelSource source;

    public RenewTests() => source = new KernelSource(
        KernelCatalogue.Read(new StringReader("default: k\nkernels:\n  k: { suite: night, architecture: x86_64, flavour: cloud-amd64 }\n"), "k.yaml"),
        new HarnessCache(cache.Path));

    public void Report(string value) => told.Add(value);

    public void Dispose()
    {
        archive.Dispose();
        cache.Dispose();
    }

    [Test]
    public async Task A_newer_build_is_fetched_and_the_one_before_stays_for_those_that_use_it()
    {
        var before = await FetchAsync();
        await archive.PublishAsync(New, "6.1.2-1");
        LetANightPass(Folder);
        await RenewAsync();

        var now = await ResolveAsync();
        Assert.That((before.Release, now.Release), Is.EqualTo((Old, New)));
        Assert.That(now.ModulesDirectory, Does.EndWith($"lib/modules/{New}"));
        Assert.That(File.Exists(before.Path) && Directory.Exists(before.ModulesDirectory), Is.True);
        Assert.That(told[^1], Is.EqualTo($"k: {New} is the newest build now; it was {Old}"));
        Assert.That(Leftovers(), Is.Empty);
    }

    [Test]
    public async Task A_rebuild_of_the_same_release_is_newer()
    {
        await FetchAsync();
        await archive.PublishAsync(Old, "6.1.1-2");
        LetANightPass(Folder);
        await RenewAsync();
        Assert.That(File.ReadAllText(Path.Combine(Path.GetDirectoryName((await ResolveAsync()).Path)!, "packages")), Does.Contain($"linux-image-{Old} 6.1.1-2\n"));
    }

    [Test]
    public async Task Nothing_is_fetched_if_nothing_is_newer_and_it_is_asked_once_a_night()
    {
        var before = await FetchAsync();
        await RenewAsync();
        Assert.That(archive.Calls, Is.EqualTo(new[] { "update", "download" }), "it was fetched just now");
        LetANightPass(Folder);
        await RenewAsync();
        await RenewAsync();
        Assert.That(archive.Calls, Is.EqualTo(new[] { "update", "download", "update" }));
        Assert.That((await ResolveAsync()).Path, Is.EqualTo(before.Path));
        Assert.That(Leftovers(), Is.Empty);
    }

    [TestCase("update")]
    [TestCase("download")]
    public async Task An_archive_that_does_not_answer_is_told_in_one_line_and_what_is_here_is_used(string broken)
    {
        var before = await FetchAsync();
        await archive.PublishAsync(New, "6.1.2-1");
        archive.Break(broken);
        LetANightPass(Folder);
        told.Clear();
        await RenewAsync();
        Assert.That(told, Has.Count.EqualTo(2));
        Assert.That(told[1], Does.StartWith("asking Debian night for a newer build of kernel k failed: ")
            .And.EndWith($" ({broken} of archive.invalid does not work); going on with the builds of Debian night that are here"));
        Assert.That((await ResolveAsync()).Path, Is.EqualTo(before.Path));
        Assert.That(Leftovers(), Is.Empty);

        archive.Break("");
        await RenewAsync();
        Assert.That((await ResolveAsync()).Path, Is.EqualTo(before.Path), "not in the same night");
    }

    [Test]
    public async Task A_build_that_an_older_version_fetched_is_asked_for_again()
    {
        await FetchAsync();
        File.Delete(cache.At($"{Folder}/packages"));
        await RenewAsync();
        Assert.That(archive.Calls, Is.EqualTo(new[] { "update", "download", "update", "download" }));
    }

    [Test]
    public async Task What_is_not_here_is_not_fetched()
    {
        await archive.PublishAsync(Old, "6.1.1-1");
        await source.RenewAsync(["k", "mine", "/boot/vmlinuz"], this, CancellationToken.None);
        Assert.That(archive.Calls, Is.Empty);
    }

    [Test]
    public async Task Two_newer_builds_are_kept_at_most()
    {
        await FetchAsync();
        for (var build = 2; build <= 4; build++)
        {
            await archive.PublishAsync($"6.1.0-{build}-cloud-amd64", $"6.1.{build}-1");
            LetANightPass("kernels/" + Path.GetFileName(Path.GetDirectoryName((await ResolveAsync()).Path)!));
            await RenewAsync();
            Assert.That((await ResolveAsync()).Release, Is.EqualTo($"6.1.0-{build}-cloud-amd64"));
            // Builds are told apart by the second.
            Directory.Move(Path.GetDirectoryName((await ResolveAsync()).Path)!, cache.At($"{Folder}~20260101T00000{build}"));
        }

        Assert.That(
            Directory.GetDirectories(cache.At("kernels")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "night-cloud-amd64", "night-cloud-amd64~20260101T000003", "night-cloud-amd64~20260101T000004" }));
    }

    private async Task<KernelImage> FetchAsync()
    {
        await archive.PublishAsync(Old, "6.1.1-1");
        return await ResolveAsync();
    }

    private Task<KernelImage> ResolveAsync() => source.ResolveAsync("k", this, CancellationToken.None);

    private Task RenewAsync() => source.RenewAsync(["k"], this, CancellationToken.None);

    private void LetANightPass(string folder) => File.SetLastWriteTimeUtc(cache.At($"{folder}/packages"), DateTime.UtcNow.AddHours(-13));

    private IEnumerable<string?> Leftovers() =>
        Directory.GetDirectories(cache.At("kernels")).Select(Path.GetFileName).Where(name => name!.StartsWith('.'));
}
