using RmapHarness.Testing;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Tests;

/// <summary>The program itself where something around it is missing: one clear message, the right status, nothing half-written in the cache.</summary>
public sealed class BadSurroundingsTests
{
    private const string Program = "exec dotnet \"$0\" \"$@\"";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly string Assembly = typeof(CommandLine).Assembly.Location;

    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task No_network()
    {
        var (status, errors) = await RunAsync("--net", Program, "kernels", "fetch", "sid");
        Assert.That(status, Is.EqualTo(ExitStatus.Unavailable), errors);
        Assert.That(errors, Does.Contain("error: fetching kernel sid: linux-image-cloud-amd64 of Debian sid failed: "));
        AssertCacheIsEmpty();
    }

    [Test]
    public async Task A_full_disk()
    {
        await MountNamespace.IgnoreWithoutAsync();
        var (status, errors) = await RunAsync(
            "--mount", $"mount -t tmpfs -o size=256k none '{directory}' && dotnet \"$0\" \"$@\"; s=$?; find '{directory}' -type f >&2; exit $s", "kernels", "fetch", "sid");
        Assert.That(status, Is.EqualTo(ExitStatus.Unavailable), errors);
        Assert.That(errors, Does.Contain("error: ").And.Contain("No space left on device"));
        Assert.That(errors.TrimEnd().Split('\n')[^1], Is.EqualTo($"{directory}/kernels/.lock"), "nothing else is left");
    }

    [Test]
    public async Task No_free_port()
    {
        // The only port that the kernel may pick is taken.
        const string OnePort = "busybox ip link set lo up && echo 40000 40000 >/proc/sys/net/ipv4/ip_local_port_range || exit; "
            + "busybox nc -l -p 40000 >/dev/null 2>&1 & sleep 1; dotnet \"$0\" \"$@\"; s=$?; kill $!; exit $s";
        var (status, errors) = await RunInAsync(
            HarnessCache.OfUser().Root, "--net", OnePort, "run", "fork-thp-whole", "--kernel", "bookworm", "--out", Path.Combine(directory, "out"));
        Assert.That(status, Is.EqualTo(ExitStatus.Unavailable), errors);
        Assert.That(errors.Split('\n'), Has.One.Contains("error: ").And.One.Contains("Could not set up host forwarding rule"));
    }

    [Test]
    public async Task An_image_that_is_cut_short_or_none_or_for_another_machine()
    {
        var source = new KernelSource(KernelCatalogue.Load(), HarnessCache.OfUser());
        var image = (await source.ResolveAsync("bookworm", new Progress<string>(), CancellationToken.None)).Path;
        var whole = await File.ReadAllBytesAsync(image);
        await File.WriteAllBytesAsync(Path.Combine(directory, "cut"), whole[..(whole.Length / 2)]);
        await File.WriteAllTextAsync(Path.Combine(directory, "text"), "no kernel");
        File.CreateSymbolicLink(Path.Combine(directory, "whole"), image);

        await AssertRefusedAsync("cut", ExitStatus.Unavailable, "is not a kernel image: it is cut short");
        await AssertRefusedAsync("text", ExitStatus.Unavailable, "is not a kernel image: it has no x86 boot header");
        await AssertRefusedAsync("whole", ExitStatus.Usage, "is for x86_64", "--arch", "arm64");
    }

    private async Task AssertRefusedAsync(string file, int expected, string message, params string[] options)
    {
        var (status, errors) = await RunAsync("--uts", Program, ["run", "--kernel", Path.Combine(directory, file), "--out", Path.Combine(directory, "out"), .. options]);
        Assert.That(status, Is.EqualTo(expected), errors);
        Assert.That(errors.TrimEnd().Split('\n'), Has.One.Contains("error: ").And.One.Contains(message));
    }

    private void AssertCacheIsEmpty() => Assert.That(
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.All.EqualTo(".lock"));

    /// <summary>Runs the program in a namespace of its own, with an empty cache.</summary>
    private Task<(int Status, string Errors)> RunAsync(string space, string script, params string[] arguments) =>
        RunInAsync(directory, space, script, arguments);

    private static async Task<(int Status, string Errors)> RunInAsync(string cache, string space, string script, params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync("env", [$"RMAPHARNESS_CACHE={cache}", "unshare", space, "/bin/sh", "-c", script, Assembly, .. arguments]);
        Assert.That(await child.WaitAsync(Deadline, CancellationToken.None), Is.True, "it hangs");
        return (child.ExitCode, child.Errors);
    }
}
