namespace RmapHarness.Guests.KernelLog;

/// <summary>Finds out what became of a guest that no longer answers.</summary>
internal static class LostGuest
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What happened, in one line that is the same each time the same happens: what the kernel reported, else the death of QEMU, the
    /// end of the connection, the end of the agent, or that there is no sign of anything.
    /// </summary>
    /// <param name="trouble">The kernel's first report on the console, or null.</param>
    /// <param name="qemu">Completes when QEMU has ended.</param>
    /// <param name="connection">Completes when the SSH client has ended.</param>
    /// <param name="agent">Completes when the agent has ended.</param>
    /// <param name="patience">How long to wait for a sign: a panic takes a while to reach the console, and QEMU ends after it.</param>
    public static async Task<string> ExplainAsync(Func<string?> trouble, Task qemu, Task connection, Task agent, TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        var latest = Sign();
        // Every later sign is the cause of the one before it.
        while (latest.Rank < Rank.Report && DateTime.UtcNow < end)
        {
            await Task.Delay(PollInterval).ConfigureAwait(false);
            latest = Sign();
        }

        // A title may still have been in the making.
        return latest.Rank == Rank.Report && !qemu.IsCompleted ? await SettledAsync(trouble, end).ConfigureAwait(false) : latest.Title;

        (Rank Rank, string Title) Sign() =>
            trouble() is { } title ? (Rank.Report, title)
            : qemu.IsCompleted ? (Rank.Qemu, "QEMU died")
            : connection.IsCompleted ? (Rank.Connection, "SSH connection lost")
            : agent.IsCompleted ? (Rank.Agent, "the agent ended")
            : (Rank.None, "silent hang");
    }

    private static async Task<string> SettledAsync(Func<string?> trouble, DateTime end)
    {
        var title = trouble()!;
        for (var settled = 0; settled < 4 && DateTime.UtcNow < end; settled++)
        {
            await Task.Delay(PollInterval).ConfigureAwait(false);
            if (trouble() is { } now && now != title)
                (title, settled) = (now, 0);
        }

        return title;
    }

    private enum Rank
    {
        None,
        Agent,
        Connection,
        Qemu,
        Report,
    }
}
