using System.Globalization;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Bench.Guest;

/// <summary>Scenarios a second from file to verdict, against the rate at which the agent alone does the same batch inside its guest.</summary>
internal sealed class GuestRate : IMeasure
{
    private const string Kernel = "trixie-backports";
    private const double Target = 0.9;

    /// <inheritdoc/>
    public string Name => "guest-rate";

    /// <inheritdoc/>
    public string About => "the library from file to verdict on one guest, against the agent alone inside a guest";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var count = 0;
        // Guests differ in speed by what memory their host has for them: each round has new ones.
        var medians = await Rounds.MediansAsync(
            progress, cancellation, WholeAsync, () => AgentAlone.TimeAsync(Kernel, () => JobsAsync(cancellation), progress, cancellation));
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

    private static async Task<IReadOnlyList<AgentJob>> JobsAsync(CancellationToken cancellation)
    {
        await using var library = new LibraryRun(Kernel, guests: 1);
        await library.CompileAsync(cancellation);
        return [.. library.Compiled.Select(compiled => new AgentJob(compiled.Program, library.DeadlineOf(compiled)))];
    }
}
