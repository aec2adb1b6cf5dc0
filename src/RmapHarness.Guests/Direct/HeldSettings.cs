using System.Globalization;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Direct;

/// <summary>The settings of a machine's kernel that the agent changes, and whether they are back.</summary>
internal sealed class HeldSettings(IMachine machine, AgentHello plan)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<AgentSetting> changed = [.. plan.Settings.Where(setting => setting.Old != setting.New)];

    // The controller of the cgroup hierarchy is not a file that has a value.
    private IEnumerable<AgentSetting> Files => changed.Where(setting => setting.Path.StartsWith('/'));

    /// <summary>What the agent is going to do, for people.</summary>
    public string Describe()
    {
        var changes = changed.Select(setting => $"\n  {setting.Path}: {setting.Old} -> {setting.New}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Name}: until it ends, the agent makes a cgroup rmapharness.PID and changes {changed.Count} settings of the kernel:{string.Concat(changes)}");
    }

    /// <summary>Waits until the settings are what they were.</summary>
    /// <returns>What is not back, for people; null if all is.</returns>
    public async Task<string?> AwaitRestorationAsync()
    {
        var end = DateTime.UtcNow + machine.Restoration;
        while (true)
        {
            string[] left;
            try
            {
                left = await FindLeftAsync().ConfigureAwait(false);
            }
            catch (TargetUnavailableException failure)
            {
                return $"{machine.Name}: whether the settings are restored cannot be seen ({failure.Message}); the agent's guardian restores them by itself";
            }

            if (left.Length == 0)
                return null;
            if (DateTime.UtcNow >= end)
                return $"{machine.Name}: NOT restored: {string.Join(", ", left)}";
            await Task.Delay(PollInterval).ConfigureAwait(false);
        }
    }

    private async Task<string[]> FindLeftAsync()
    {
        if (!Files.Any())
            return [];
        var said = await machine.RunAsync(
            string.Join("; ", Files.Select(setting => $"head -n 1 {setting.Path} || echo")), CancellationToken.None).ConfigureAwait(false);
        return
        [
            .. Files.Zip(said.Split('\n'), (setting, line) => (setting, now: Choice(line)))
                .Where(pair => pair.now != pair.setting.Old)
                .Select(pair => $"{pair.setting.Path} is {pair.now}, was {pair.setting.Old}"),
        ];
    }

    // As the agent reads them: the word in brackets, or else the first one.
    private static string Choice(string line)
    {
        var begin = line.IndexOf('[', StringComparison.Ordinal) + 1;
        var end = line.AsSpan(begin).IndexOfAny(']', ' ');
        return end < 0 ? line[begin..] : line.Substring(begin, end);
    }
}
