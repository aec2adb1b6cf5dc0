using System.Globalization;
using RmapHarness.Guests.Host;

namespace RmapHarness.Bench.Guest;

/// <summary>The whole main job, <c>./run.sh run</c>, with a snapshot there: from the command to its results.</summary>
internal sealed class WarmLibrary : IMeasure
{
    private const double Target = 30;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "library";

    /// <inheritdoc/>
    public string About => "./run.sh run: the whole library on a warm guest";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("rmapharness-bench-");
        try
        {
            // Builds what is not built, and makes the snapshot.
            await RunAsync(directory, cancellation);
            var medians = await Rounds.MediansAsync(progress, cancellation, () => Rounds.TimeAsync(() => RunAsync(directory, cancellation)));
            return
            [
                new Figure("whole library", medians[0], "s", Bound.AtMost(Target), string.Create(CultureInfo.InvariantCulture, $"median of {Rounds.Count}")),
            ];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(DirectoryInfo directory, CancellationToken cancellation)
    {
        var script = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "run.sh");
        await using var run = await ChildProcess.StartAsync(script, ["run", "--accel", "tcg", "--out", directory.FullName]);
        await run.Output.CopyToAsync(Stream.Null, cancellation).WaitAsync(Deadline, cancellation);
        if (!await run.WaitAsync(Deadline, cancellation) || run.ExitCode > 1)
            throw new NotMeasuredException($"run.sh run ended with status {run.ExitCode}: {run.Errors}");
    }
}
