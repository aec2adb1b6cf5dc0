using System.Diagnostics;
using System.Globalization;
using RmapHarness.Bench.Model;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Bench.Memory;

/// <summary>The resident memory of a process that runs a million scenarios on the model: it runs in a process of its own, this program once more.</summary>
internal sealed class MillionScenarios : IMeasure
{
    /// <summary>The argument that makes this program the measured process.</summary>
    public const string WorkerArgument = "--memory-worker";

    private const int Tenth = 100_000;
    private const double MegaByte = 1_000_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string About => "resident memory over a million scenarios on the model";

    /// <summary>The measured process: prints its resident memory in bytes after each tenth of a million scenarios.</summary>
    public static void Work()
    {
        var program = DropHalf.For(Profiles.Newest.Geometry);
        for (var tenth = 0; tenth < 10; tenth++)
        {
            for (var i = 0; i < Tenth; i++)
                Simulation.Run(Profiles.Newest, program);
            using var self = Process.GetCurrentProcess();
            Console.WriteLine(self.WorkingSet64.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        await using var worker = await ChildProcess.StartAsync("dotnet", [typeof(MillionScenarios).Assembly.Location, WorkerArgument]);
        using var output = new StreamReader(worker.Output);
        var lines = await output.ReadToEndAsync(cancellation).WaitAsync(Deadline, cancellation);
        if (!await worker.WaitAsync(Deadline, cancellation) || worker.ExitCode != 0)
            throw new NotMeasuredException($"the measured process failed: {worker.Errors}");
        var sizes = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture) / MegaByte).ToList();
        return
        [
            new Figure("resident memory", sizes.Max(), "MB", Bound.AtMost(150), "the largest of ten samples"),
            new Figure(
                "growth",
                sizes[5..].Max() / sizes[..5].Max(),
                "x",
                Bound.AtMost(1.1),
                string.Create(CultureInfo.InvariantCulture, $"largest of the second half a million {sizes[5..].Max():F1} MB, of the first {sizes[..5].Max():F1} MB")),
        ];
    }
}
