using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Bench.Growth;

/// <summary>The model's time and memory for one more process, among 10 and among 10,000 that touch nothing of what they inherit.</summary>
internal sealed class ForkedProcesses : IMeasure
{
    private const int Few = 10;
    private const int Many = 10_000;

    // Steps before the first fork.
    private const int First = 3;

    /// <inheritdoc/>
    public string Name => "forks";

    /// <inheritdoc/>
    public string About => "the model's time and memory for a process: 10,000 against 10";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var (few, many) = (Program(Few), Program(Many));
        var (allFew, allMany) = Processor.TimesOf(
            () => Simulation.Run(Profiles.Newest, few), Many / Few, () => Simulation.Run(Profiles.Newest, many), 1);
        var (timeOfFew, timeOfMany) = (allFew / Few, allMany / Many);
        var bytes = WeighedProgram.Growth(many, First + Few) / (double)(Many - Few);
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure(
                "time a process",
                timeOfMany / timeOfFew,
                "x",
                Bound.AtMost(1.2),
                string.Create(CultureInfo.InvariantCulture, $"{timeOfMany.TotalNanoseconds:F0} ns among {Many:#,0}, {timeOfFew.TotalNanoseconds:F0} ns among {Few}")),
            new Figure("memory a process", bytes, "bytes", Bound.AtMost(1024), "what the heap holds more after the last fork than after the tenth"),
        ]);
    }

    private static Program Program(int processes)
    {
        const ulong A = Arena.Start;
        var geometry = Profiles.Newest.Geometry;
        Operation[] operations =
        [
            new MmapOperation(0, A, geometry.PmdSize, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
            new MadviseOperation(0, A, geometry.PmdSize, Advice.HugePage),
            new TouchOperation(0, A, geometry.PmdSize, geometry.PageSize, Write: true, geometry.PmdOrder),
            .. Enumerable.Range(1, processes).Select(child => new ForkOperation(0, child)),
        ];
        return new Program(operations, [.. Enumerable.Range(0, processes + 1).Select(i => $"p{i}")]);
    }
}
