using System.Globalization;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Bench.Guest;

/// <summary>Scenarios a second from file to verdict, against the rate at which the agent alone does the same batch inside its guest.</summary>
internal sealed class GuestRate : IMeasure
{
    private const string Kernel = "trixie-backports";
    private const double Target = 0.9;
    private const string Batch = "/tmp/batch";
    private const string Nothing = "/tmp/nothing";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "guest-rate";

    /// <inheritdoc/>
    public string About => "the library from file to verdict on one guest, against the agent alone inside a guest";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var count = 0;
        // Guests differ in speed by what memory their host has for them: each round has new ones.
        var medians = await Rounds.MediansAsync(progress, cancellation, WholeAsync, () => InsideAsync(progress, cancellation));
        var (whole, inside) = (count / medians[0], count / medians[1]);
        return
        [
            new Figure("through SSH with comparison against inside", whole / inside, "x", Bound.AtLeast(Target), string.Create(
                CultureInfo.InvariantCulture, $"{count} scenarios, {whole:0.0}/s against {inside:0.0}/s; medians of {Rounds.Count}")),
        ];

        async Task<double> WholeAsync()
        {
            await using var library = new LibraryRun(Kernel, guests: 1);
            await library.PrepareAsync(cancellation);
            count = library.Compiled.Count;
            return await Rounds.TimeAsync(() => library.RunAsync(cancellation));
        }
    }

    private static async Task<double> InsideAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        await using var guest = await QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = Kernel, Accelerator = AcceleratorChoice.Tcg }, progress, cancellation);
        await using (var library = new LibraryRun(Kernel, guests: 1))
        {
            await library.CompileAsync(cancellation);
            await PutBatchAsync(guest, library, cancellation);
        }

        await TimeInsideAsync(guest, Batch, cancellation);
        return await TimeInsideAsync(guest, Batch, cancellation) - await TimeInsideAsync(guest, Nothing, cancellation);
    }

    // One agent at a time works on a kernel: the harness's own must go.
    private static async Task PutBatchAsync(QemuGuest guest, LibraryRun library, CancellationToken cancellation)
    {
        await guest.Shell.RunAsync($"killall agent; echo quit >{Nothing}", Deadline, cancellation);
        await using var write = await guest.Shell.StartAsync($"cat >{Batch}.part; mv {Batch}.part {Batch}");
        for (var i = 0; i < library.Compiled.Count; i++)
        {
            var job = new AgentJob(library.Compiled[i].Program, library.DeadlineOf(library.Compiled[i]));
            await write.Input.WriteAsync(RequestEncoder.Encode(i.ToString(CultureInfo.InvariantCulture), job), cancellation);
        }

        await write.Input.WriteAsync("quit\n"u8.ToArray(), cancellation);
        write.Input.Close();
        await write.Exited.WaitAsync(Deadline, cancellation);
    }

    /// <summary>The time that the agent takes for a file of requests, in seconds by the guest's clock; its answers go nowhere.</summary>
    private static async Task<double> TimeInsideAsync(QemuGuest guest, string requests, CancellationToken cancellation)
    {
        var said = await guest.Shell.RunAsync(
            $"cut -d' ' -f1 /proc/uptime; agent <{requests} >/dev/null || echo failed; cut -d' ' -f1 /proc/uptime", Deadline, cancellation);
        var words = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2
            ? double.Parse(words[1], CultureInfo.InvariantCulture) - double.Parse(words[0], CultureInfo.InvariantCulture)
            : throw new NotMeasuredException($"the agent failed inside the guest: {said}");
    }
}
