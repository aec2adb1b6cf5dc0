using System.Globalization;

namespace RmapHarness.Guests.Tests.Host;

/// <summary>What /proc says of processes.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether a process runs; a zombie does not.</summary>
    public static bool IsAlive(int id) => Stat(id) is { } stat && stat[0] is not ("Z" or "X");

    /// <summary>The session of a process.</summary>
    public static int Session(int id) => int.Parse(Stat(id)![3], CultureInfo.InvariantCulture);

    /// <summary>The numbers of the processes whose command line names a word.</summary>
    public static IReadOnlyList<int> Naming(string word) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && IsAlive(id) && CommandLine(id).Contains(word, StringComparison.Ordinal)),
    ];

    /// <summary>The numbers of a process's children.</summary>
    public static IReadOnlyList<int> ChildrenOf(int id) =>
        [.. File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>Waits until something is so; false if it never is.</summary>
    public static async Task<bool> UntilAsync(Func<bool> condition)
    {
        var end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (DateTime.UtcNow > end)
                return false;
            await Task.Delay(20);
        }

        return true;
    }

    // The fields behind the name, which may hold spaces: state, parent, group, session.
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
