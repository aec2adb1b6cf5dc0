using NUnit.Framework;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

/// <summary>The private folders of this process, before and after.</summary>
internal sealed class Leftovers
{
    private readonly HashSet<string> before = [.. Folders()];

    /// <summary>Asserts that no new private folder is there and no process names one.</summary>
    public async Task AssertNoneAsync()
    {
        var left = Folders().Except(before).ToList();
        Assert.That(left, Is.Empty);
        foreach (var folder in Seen)
            Assert.That(await Processes.UntilAsync(() => Processes.Naming(folder).Count == 0), Is.True, $"a process of {folder} is left");
    }

    /// <summary>Folders that were there meanwhile.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>Looks now.</summary>
    /// <returns>Whether there is a new one.</returns>
    public bool Look()
    {
        Seen.UnionWith(Folders().Except(before));
        return Seen.Count > 0;
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), $"rmapharness-{Environment.ProcessId}-*");
}
