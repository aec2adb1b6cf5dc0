using System.Globalization;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Bench.Guest;

/// <summary>How long the agent takes for a batch of programs inside its guest, when nobody listens.</summary>
internal static class AgentAlone
{
    private const string Batch = "/tmp/batch";
    private const string Nothing = "/tmp/nothing";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>The time of a guest of its own for a batch that it does for the second time, in seconds by the guest's clock, less that of an agent with nothing to do.</summary>
    /// <exception cref="NotMeasuredException">The agent failed.</exception>
    public static async Task<double> TimeAsync(
        string kernel, Func<Task<IReadOnlyList<AgentJob>>> jobs, IProgress<string> progress, CancellationToken cancellation)
    {
        await using var guest = await QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = kernel, Accelerator = AcceleratorChoice.Tcg }, progress, cancellation);
        await PutAsync(guest, await jobs(), cancellation);
        await TimeAsync(guest, Batch, cancellation);
        return await TimeAsync(guest, Batch, cancellation) - await TimeAsync(guest, Nothing, cancellation);
    }

    // One agent at a time works on a kernel: the harness's own must go; last, since what was sent right after its end has met a broken pipe at times.
    private static async Task PutAsync(QemuGuest guest, IReadOnlyList<AgentJob> jobs, CancellationToken cancellation)
    {
        await using var write = await guest.Shell.StartAsync($"cat >{Batch}.part; mv {Batch}.part {Batch}");
        try
        {
            foreach (var (index, job) in jobs.Index())
                await write.Input.WriteAsync(RequestEncoder.Encode(index.ToString(CultureInfo.InvariantCulture), job), cancellation);
            await write.Input.WriteAsync("quit\n"u8.ToArray(), cancellation);
            write.Input.Close();
        }
        catch (IOException failure)
        {
            throw new NotMeasuredException($"the batch does not reach the guest: {failure.Message} {write.Errors}");
        }

        await write.Exited.WaitAsync(Deadline, cancellation);
        await guest.Shell.RunAsync($"killall agent; echo quit >{Nothing}", Deadline, cancellation);
    }

    // Its answers go nowhere.
    private static async Task<double> TimeAsync(QemuGuest guest, string requests, CancellationToken cancellation)
    {
        var said = await guest.Shell.RunAsync(
            $"cut -d' ' -f1 /proc/uptime; agent <{requests} >/dev/null || echo failed; cut -d' ' -f1 /proc/uptime", Deadline, cancellation);
        var words = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2
            ? double.Parse(words[1], CultureInfo.InvariantCulture) - double.Parse(words[0], CultureInfo.InvariantCulture)
            : throw new NotMeasuredException($"the agent failed inside the guest: {said}");
    }
}
