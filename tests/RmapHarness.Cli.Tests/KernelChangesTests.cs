using RmapHarness.Guests.Host;

namespace RmapHarness.Cli.Tests;

/// <summary><c>kernels build</c> of the program itself, with changes that the source does not take; a tree of two files stands for Debian's.</summary>
public sealed class KernelChangesTests
{
    private const string Code = "one\n";
    private const string Good = "--- a/code\n+++ b/code\n@@ -1 +1 @@\n-one\n+two\n";
    private const string Bad = "--- a/code\n+++ b/code\n@@ -1 +1 @@\n-three\n+four\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private string directory = "";

    [SetUp]
    public void MakeSource()
    {
        directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        Directory.CreateDirectory(In("cache/sources/trixie-backports/linux"));
        File.WriteAllText(In("cache/sources/trixie-backports/linux/Makefile"), "allnoconfig:\n\tgrep -v '^CONFIG_GONE' $(KCONFIG_ALLCONFIG) > $(O)/.config\n");
        File.WriteAllText(In("cache/sources/trixie-backports/linux/code"), Code);
        File.WriteAllText(In("good.patch"), Good);
        File.WriteAllText(In("bad.patch"), Bad);
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task A_patch_that_does_not_apply()
    {
        var errors = await RefusedAsync("--patch", In("bad.patch"));
        Assert.That(errors, Does.Contain("\nerror: patch failed: code:1\nerror: code: patch does not apply\n"), "git's own words");
        Assert.That(errors, Does.Contain($"{In("bad.patch")} does not apply"));
        AssertNothingIsHalfWritten(Code);
    }

    [Test]
    public async Task A_series_whose_second_patch_does_not_apply()
    {
        var errors = await RefusedAsync("--patch", In("good.patch"), In("bad.patch"));
        Assert.That(errors, Does.Contain("error: patch failed: code:1").And.Contain($"{In("bad.patch")} does not apply"));
        // The tree has the first one, and a note that it has.
        AssertNothingIsHalfWritten("two\n", "0");
    }

    [Test]
    public async Task An_option_that_is_dropped()
    {
        Assert.That(await RefusedAsync("--config", "GONE=y"), Does.Contain("\nCONFIG_GONE=y became n"));
        AssertNothingIsHalfWritten(Code);
    }

    private string In(string name) => Path.Combine(directory, name);

    private async Task<string> RefusedAsync(params string[] changes)
    {
        var (status, errors) = await RunAsync(["kernels", "build", "page-mapcount", "--as", "mine", .. changes]);
        Assert.That(status, Is.EqualTo(ExitStatus.Usage), errors);
        Assert.That(errors, Does.Contain("error: kernel mine cannot be changed like that\n"));
        return errors;
    }

    private void AssertNothingIsHalfWritten(string code, params string[] applied)
    {
        var builds = In("cache/builds");
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(builds, "mine")).Select(Path.GetFileName), Is.EqualTo(new[] { ".lock" }));
        Assert.That(File.ReadAllText(In("cache/sources/trixie-backports/linux/code")), Is.EqualTo(Code), "the source is as it was");
        var work = Path.Combine(builds, ".work/page-mapcount");
        Assert.That(File.Exists(Path.Combine(work, "patching")), Is.False);
        Assert.That(File.ReadAllText(Path.Combine(work, "linux/code")), Is.EqualTo(code));
        Assert.That(Directory.EnumerateFiles(Path.Combine(work, "applied")).Select(Path.GetFileName), Is.EqualTo(applied));
    }

    private async Task<(int Status, string Errors)> RunAsync(params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync("env", [$"RMAPHARNESS_CACHE={In("cache")}", "dotnet", typeof(CommandLine).Assembly.Location, .. arguments]);
        Assert.That(await child.WaitAsync(Deadline, CancellationToken.None), Is.True, "it hangs");
        return (child.ExitCode, child.Errors);
    }
}
