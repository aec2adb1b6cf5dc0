using System.Globalization;

namespace RmapHarness.Bench.Guest;

/// <summary>The library on two guests against one.</summary>
internal sealed class GuestPair : IMeasure
{
    private const string Kernel = "trixie-backports";
    private const double Target = 1.6;

    /// <inheritdoc/>
    public string Name => "guest-pair";

    /// <inheritdoc/>
    public string About => "the library on two guests against one";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        if (Environment.ProcessorCount < 2)
            throw new NotMeasuredException("this machine has one processor");
        await using var one = new LibraryRun(Kernel, guests: 1);
        await using var two = new LibraryRun(Kernel, guests: 2);
        await one.PrepareAsync(cancellation);
        await two.PrepareAsync(cancellation);
        var medians = await Rounds.MediansAsync(
            progress,
            cancellation,
            () => Rounds.TimeAsync(() => one.RunAsync(cancellation)),
            () => Rounds.TimeAsync(() => two.RunAsync(cancellation)));
        return
        [
            new Figure("two guests against one", medians[0] / medians[1], "x", Bound.AtLeast(Target), string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Scenarios.Count} scenarios, one guest {medians[0]:0.0} s, two {medians[1]:0.0} s on {Environment.ProcessorCount} processors; medians of {Rounds.Count}")),
        ];
    }
}
