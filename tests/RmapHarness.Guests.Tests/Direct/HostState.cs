using NUnit.Framework;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>What the agent changes on this machine, before and after.</summary>
internal sealed class HostState
{
    private const string Thp = "/sys/kernel/mm/transparent_hugepage/";

    // Some that this machine does not have at the agent's value by itself.
    private static readonly string[] Paths =
    [
        Thp + "enabled", Thp + "khugepaged/pages_to_scan", Thp + "khugepaged/alloc_sleep_millisecs", "/proc/sys/vm/watermark_boost_factor",
    ];

    private readonly string before = Read();

    /// <summary>Asserts that an agent is at work.</summary>
    public void AssertChanged()
    {
        Assert.That(Read(), Is.Not.EqualTo(before));
        Assert.That(Cgroups(), Is.Not.Empty);
    }

    /// <summary>Asserts that all is as it was, now or soon.</summary>
    public async Task AssertRestoredAsync(bool now)
    {
        if (!now)
            await Processes.UntilAsync(() => Read() == before && Cgroups().Length == 0 && Agents().Count == 0);
        Assert.That(Read(), Is.EqualTo(before));
        Assert.That(Cgroups(), Is.Empty);
        Assert.That(Agents(), Is.Empty);
        Assert.That(Directory.GetDirectories("/tmp", "rmapharness.*"), Is.Empty);
    }

    private static string Read() => string.Join('\n', Paths.Select(File.ReadAllText));

    private static string[] Cgroups()
    {
        var hierarchy = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).First(words => words[2] == "cgroup2");
        return Directory.GetDirectories(hierarchy[1], "rmapharness.*");
    }

    private static IReadOnlyList<int> Agents() => [.. Processes.Naming("/agents/"), .. Processes.Naming("/proc/self/fd/3")];
}
