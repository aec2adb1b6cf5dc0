using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RmapHarness.Bench.Micro;

/// <summary>Runs <see cref="MicroBenchmarks"/> under BenchmarkDotNet, in this process: there is nothing to build.</summary>
internal sealed class MicroMeasure : IMeasure
{
    /// <inheritdoc/>
    public string Name => "micro";

    /// <inheritdoc/>
    public string About => "engine run, snapshots, diff and loader, each against the engine run (BenchmarkDotNet)";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var artifacts = Directory.CreateTempSubdirectory("rmapharness-bench-");
        try
        {
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(NullLogger.Instance)
                .WithArtifactsPath(artifacts.FullName);
            var summary = BenchmarkRunner.Run<MicroBenchmarks>(config);
            if (summary.Reports.Any(report => report.ResultStatistics is null))
                throw new NotMeasuredException($"BenchmarkDotNet did not run all: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}");
            var baseline = MeanOf(summary.Reports.Single(report => summary.IsBaseline(report.BenchmarkCase)));
            return Task.FromResult<IReadOnlyList<Figure>>([.. summary.Reports.Select(report => FigureOf(report, baseline))]);
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private static double MeanOf(BenchmarkReport report) => report.ResultStatistics!.Mean;

    private static Figure FigureOf(BenchmarkReport report, double baseline)
    {
        var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
        var detail = string.Create(
            CultureInfo.InvariantCulture, $"{MeanOf(report):#,0} ns, standard error {report.ResultStatistics!.StandardError:#,0} ns, {bytes:#,0} bytes allocated");
        return new Figure(report.BenchmarkCase.Descriptor.WorkloadMethod.Name, MeanOf(report) / baseline, "x", null, detail);
    }
}
