using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests;

/// <summary>A process that holds a child, prints its number and waits to be killed. Started by <see cref="Host.ChildProcessTests"/>.</summary>
internal static class ChildHolder
{
    private static async Task<int> Main()
    {
        var child = await ChildProcess.StartAsync("sleep", ["300"]);
        Console.WriteLine(child.Id);
        await child.Exited;
        return 1;
    }
}
