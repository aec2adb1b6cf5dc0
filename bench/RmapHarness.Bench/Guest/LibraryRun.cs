using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Bench.Guest;

/// <summary>The scenarios of the library that the default kernel can run, on guests that are up.</summary>
internal sealed class LibraryRun : IAsyncDisposable
{
    private readonly BenchRunner bench;
    private ReadyKernel? kernel;

    /// <summary>Nothing is started yet.</summary>
    /// <param name="name">The kernel's name.</param>
    /// <param name="guests">How many guests share the work.</param>
    public LibraryRun(string name, int guests) => bench = new BenchRunner(name, guests);

    /// <summary>What is run, the longest first.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; private set; } = [];

    /// <summary>What is run, compiled.</summary>
    public IReadOnlyList<CompiledScenario> Compiled { get; private set; } = [];

    /// <summary>Starts the guests and runs everything once, so that nothing is done for the first time when it counts.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await CompileAsync(cancellation);
        await RunAsync(cancellation);
    }

    /// <summary>Starts the guests and compiles everything.</summary>
    public async Task CompileAsync(CancellationToken cancellation)
    {
        kernel = await bench.Runner.StartAsync(cancellation);
        var all = new ScenarioSelection(Path.Combine(BenchRunner.Root, "scenarios")).Select([]).Scenarios;
        Scenarios = [.. LongestFirst.Order(kernel, all).Select(place => all[place]).Where(scenario => kernel.Compile(scenario, out _) is null)];
        Compiled =
        [
            .. Scenarios.Select(scenario => kernel.Compile(scenario, out var compiled) is null ? compiled! : throw new NotMeasuredException("cannot run")),
        ];
    }

    /// <summary>The jobs that guests get for it.</summary>
    public TimeSpan DeadlineOf(CompiledScenario compiled) => JobDeadline.For(compiled.Program, kernel!.UnderTest.Accelerator);

    /// <summary>Runs everything once: predicted, observed, compared, judged.</summary>
    /// <exception cref="NotMeasuredException">Something did not come to a verdict.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var run in bench.Runner.RunAsync(Scenarios.ToAsyncEnumerable(), cancellation))
        {
            if (run.Result.Verdict is Verdict.Crash or Verdict.Error)
                throw new NotMeasuredException($"{run.Result.Scenario.Name}: {run.Result.Reason}");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => bench.DisposeAsync();
}
