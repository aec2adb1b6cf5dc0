using System.Diagnostics;
using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Bench.Model;

/// <summary>The model by itself, on one thread, with full snapshots: scenarios a second, and how many times this machine's own kernel.</summary>
internal sealed class EngineAlone : IMeasure
{
    private const double TargetRate = 50_000;
    private const double TargetRatio = 40;
    private const int Rounds = 5;
    private const int NativeRuns = 300;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public string About => "fork, THP, drop half, with full snapshots: the model on one core against this machine's own kernel";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        await using var kernel = await LocalKernel.StartAsync(progress, cancellation);
        var program = DropHalf.For(kernel.Profile.Geometry);
        RatePerSecond(kernel.Profile, program);
        await kernel.MeasureAsync(program, NativeRuns, cancellation);

        // They take turns, so that what disturbs the machine disturbs both; the median of each counts.
        var core = new double[Rounds];
        var model = new double[Rounds];
        var native = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            (core[round], model[round]) = RatePerSecond(kernel.Profile, program);
            native[round] = 1 / (await kernel.MeasureAsync(program, NativeRuns, cancellation)).TotalSeconds;
        }

        var (perCore, modelled, natively) = (Median(core), Median(model), Median(native));
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"{modelled:#,0}/s modelled, {natively:#,0}/s by Linux {kernel.Profile.Version}, wall clock, medians of {Rounds}");
        return
        [
            new Figure("scenarios a second", perCore, "/s", Bound.AtLeast(TargetRate), "on one core: by processor time"),
            new Figure("model against kernel", modelled / natively, "x", Bound.AtLeast(TargetRatio), detail),
        ];
    }

    private static (double OfCore, double OfClock) RatePerSecond(KernelProfile profile, Program program)
    {
        var (began, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        long runs = 0;
        while (Stopwatch.GetElapsedTime(began) < Round)
        {
            for (var i = 0; i < 256; i++)
                Simulation.Run(profile, program);
            runs += 256;
        }

        return (runs / (Environment.CpuUsage.TotalTime - used).TotalSeconds, runs / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
