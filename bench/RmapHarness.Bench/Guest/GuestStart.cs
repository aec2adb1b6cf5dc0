using System.Globalization;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Bench.Guest;

/// <summary>From nothing to the agent's first reply: booted, restored from a snapshot, and what QEMU alone needs to boot the kernel.</summary>
internal sealed class GuestStart : IMeasure
{
    private const double RestoredSeconds = 1.0;
    private const double RestoredShare = 1.0 / 6;
    private const double BootedSeconds = 5.0;
    private const double BareFactor = 1.1;
    private const double BareAllowance = 1.5;

    /// <inheritdoc/>
    public string Name => "guest-start";

    /// <inheritdoc/>
    public string About => "a guest of the default kernel up to its agent's first reply: booted, restored, and QEMU alone";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        using var bare = new BareBoot();
        await bare.PrepareAsync(cancellation);
        // Makes what is kept: the image, and the snapshot.
        var kernel = await StartAsync(usesSnapshots: true, cancellation);
        var medians = await Rounds.MediansAsync(
            progress,
            cancellation,
            () => Rounds.TimeAsync(() => bare.RunAsync(kernel, cancellation)),
            async () => (await TimeToReplyAsync(usesSnapshots: false, cancellation)).Seconds,
            async () => (await TimeToReplyAsync(usesSnapshots: true, cancellation)).Seconds);
        var (alone, booted, restored) = (medians[0], medians[1], medians[2]);
        var limit = (BareFactor * alone) + BareAllowance;
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"{kernel.Release}: booted {booted:0.00} s, restored {restored:0.00} s, QEMU alone {alone:0.00} s; medians of {Rounds.Count}");
        return
        [
            new Figure("restored", restored, "s", Bound.AtMost(RestoredSeconds), detail),
            new Figure("restored against booted", restored / booted, "x", Bound.AtMost(RestoredShare), detail),
            new Figure("booted", booted, "s", Bound.AtMost(BootedSeconds), detail),
            new Figure("booted against 1.1 x QEMU alone + 1.5 s", booted / limit, "x", Bound.AtMost(1), detail),
        ];
    }

    private static async Task<KernelImage> StartAsync(bool usesSnapshots, CancellationToken cancellation) =>
        (await TimeToReplyAsync(usesSnapshots, cancellation)).Kernel;

    // The agent's hello is its first reply: a guest is handed out when it has come.
    private static async Task<(KernelImage Kernel, double Seconds)> TimeToReplyAsync(bool usesSnapshots, CancellationToken cancellation)
    {
        QemuGuest? guest = null;
        var options = new QemuGuestOptions { Accelerator = AcceleratorChoice.Tcg, UsesSnapshots = usesSnapshots };
        var seconds = await Rounds.TimeAsync(async () => guest = await QemuGuest.StartAsync(options, new Silence(), cancellation));
        await using (guest)
            return (guest!.Kernel, seconds);
    }

    private sealed class Silence : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
