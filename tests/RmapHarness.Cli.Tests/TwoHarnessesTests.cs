using System.Text.Json.Nodes;
using RmapHarness.Guests.Host;

namespace RmapHarness.Cli.Tests;

/// <summary>Two processes of the program at once, with one cache that has nothing but kernels.</summary>
public sealed class TwoHarnessesTests
{
    private const string Scenario = "fork-thp-whole";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private string directory = "";

    [SetUp]
    public void MakeCache()
    {
        directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        Directory.CreateDirectory(In("cache"));
        Directory.CreateSymbolicLink(In("cache/kernels"), Path.Combine(HarnessCache.OfUser().Root, "kernels"));
    }

    [TearDown]
    public void RemoveDirectory()
    {
        Directory.Delete(In("cache/kernels"));
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task Each_makes_its_run_and_the_cache_is_whole()
    {
        var both = await Task.WhenAll(RunAsync("one"), RunAsync("two"));
        foreach (var (status, verdict, errors) in both)
            Assert.That((status, verdict), Is.EqualTo((ExitStatus.Good, "pass")), errors);

        var third = await RunAsync("three");
        Assert.That((third.Status, third.Verdict), Is.EqualTo((ExitStatus.Good, "pass")), third.Errors);
        Assert.That(third.Errors, Does.Contain("restoring").And.Not.Contain("building"), "what the two made is of use");
        Assert.That(
            Directory.EnumerateFileSystemEntries(In("cache"), "*", SearchOption.AllDirectories).Where(path => path.Contains("partial", StringComparison.Ordinal)), Is.Empty);
    }

    private string In(string name) => Path.Combine(directory, name);

    private async Task<(int Status, string? Verdict, string Errors)> RunAsync(string name)
    {
        await using var child = await ChildProcess.StartAsync(
            "env",
            [$"RMAPHARNESS_CACHE={In("cache")}", "dotnet", typeof(CommandLine).Assembly.Location, "run", Scenario, "--kernel", "bookworm", "--accel", "tcg", "--out", In(name)]);
        Assert.That(await child.WaitAsync(Deadline, CancellationToken.None), Is.True, "it hangs");
        var results = In(Path.Combine(name, "results.json"));
        var verdict = File.Exists(results) ? (string?)JsonNode.Parse(await File.ReadAllTextAsync(results))!["scenarios"]![0]!["verdict"] : null;
        return (child.ExitCode, verdict, child.Errors);
    }
}
