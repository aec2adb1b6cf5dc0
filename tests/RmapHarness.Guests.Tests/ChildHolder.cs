using RmapHarness.Guests.Direct;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Tests;

/// <summary>
/// A process that holds something and waits to be killed: a child, whose number it prints, or this machine's kernel, whose name it prints.
/// Started by <see cref="Host.ChildProcessTests"/> and <see cref="Direct.LocalTargetTests"/>.
/// </summary>
internal static class ChildHolder
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [DirectTarget.Local])
        {
            await using var guest = await DirectGuest.StartAsync(DirectTarget.Local, null, new Progress<string>(), CancellationToken.None);
            Console.WriteLine(guest.Facts.Kernel);
            await Task.Delay(Timeout.Infinite);
        }

        var child = await ChildProcess.StartAsync("sleep", ["300"]);
        Console.WriteLine(child.Id);
        await child.Exited;
        return 1;
    }
}
