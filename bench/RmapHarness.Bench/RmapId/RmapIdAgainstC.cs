using System.Globalization;
using RmapHarness.Guests.Host;

namespace RmapHarness.Bench.RmapId;

/// <summary>The cost of one rmap-id map or unmap in C# against the same algorithm in C (-O2): bench/rmap-id, whose two programs take turns.</summary>
internal sealed class RmapIdAgainstC : IMeasure
{
    private const double Target = 1.2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "rmap-id";

    /// <inheritdoc/>
    public string About => "one map or unmap of rmap-id in C# against the same in C -O2";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var script = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "bench", "rmap-id", "run.sh");
        await using var run = await ChildProcess.StartAsync("bash", [script]);
        using var output = new StreamReader(run.Output);
        var table = await output.ReadToEndAsync(cancellation).WaitAsync(Deadline, cancellation);
        if (!await run.WaitAsync(Deadline, cancellation) || run.ExitCode != 0)
            throw new NotMeasuredException($"{script} failed: {run.Errors}");
        return [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(FigureOf).OfType<Figure>()];
    }

    // NAME C C# C#/C ..., or NAME not measured: WHY. Two threads that may have taken turns are no figure; two at once are.
    private static Figure? FigureOf(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "two-threads")
            return null;
        return words.Length >= 4 && double.TryParse(words[3], CultureInfo.InvariantCulture, out var ratio)
            ? new Figure(words[0], ratio, "x", Bound.AtMost(Target), $"{words[2]} ns in C#, {words[1]} ns in C")
            : new Figure(words[0], null, "x", Bound.AtMost(Target), string.Join(' ', words[1..]));
    }
}
