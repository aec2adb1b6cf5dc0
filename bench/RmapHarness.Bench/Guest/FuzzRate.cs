using System.Globalization;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
using RmapHarness.Guests.Agent;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Generating;

namespace RmapHarness.Bench.Guest;

/// <summary>Scenarios a second that fuzz makes up, runs and compares, against the rate at which the agent alone does the same ones inside its guest.</summary>
internal sealed class FuzzRate : IMeasure
{
    private const string Kernel = "trixie-backports";
    private const int Scenarios = 300;
    private const ulong Seed = 1;
    private const double Target = 0.8;

    /// <inheritdoc/>
    public string Name => "fuzz-rate";

    /// <inheritdoc/>
    public string About => "fuzz on one guest, from making a scenario up to its verdict, against the agent alone inside a guest";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var cells = 0;
        // Guests differ in speed by what memory their host has for them: each round has new ones.
        var medians = await Rounds.MediansAsync(
            progress, cancellation, WholeAsync, () => AgentAlone.TimeAsync(Kernel, () => JobsAsync(cancellation), progress, cancellation));
        var (whole, inside) = (Scenarios / medians[0], Scenarios / medians[1]);
        return
        [
            new Figure("fuzz with comparison against inside", whole / inside, "x", Bound.AtLeast(Target), string.Create(
                CultureInfo.InvariantCulture,
                $"{Scenarios} scenarios of seed {Seed}, coverage {cells}, {whole:0.0}/s against {inside:0.0}/s; medians of {Rounds.Count}")),
        ];

        async Task<double> WholeAsync()
        {
            await using var bench = new BenchRunner(Kernel, guests: 1);
            var warm = new FuzzRun(Request(bench.Request, Path.Combine(Corpora, "warm")), bench.Runner, BenchRunner.Silent, TimeSpan.MaxValue);
            var fuzz = new FuzzRun(Request(bench.Request, Path.Combine(Corpora, "fuzz")), bench.Runner, BenchRunner.Silent, TimeSpan.MaxValue);
            try
            {
                await warm.RunAsync(cancellation);
                var seconds = await Rounds.TimeAsync(() => fuzz.RunAsync(cancellation));
                cells = fuzz.Coverage.Cells;
                return fuzz.Tally.IsWrong || fuzz.Tally.Scenarios != Scenarios ? throw new NotMeasuredException(fuzz.Line) : seconds;
            }
            finally
            {
                Directory.Delete(Corpora, recursive: true);
            }
        }
    }

    private static string Corpora => Path.Combine(Path.GetTempPath(), $"rmapharness-bench-{Environment.ProcessId}");

    private static FuzzRequest Request(RunRequest run, string corpus) => new()
    {
        Run = run,
        Seed = Seed,
        Count = Scenarios,
        LeastSteps = GeneratorOptions.FewestSteps,
        MostSteps = GeneratorOptions.UsualSteps,
        Focus = [],
        Corpus = corpus,
        MostMismatches = int.MaxValue,
        Shrink = false,
    };

    private static async Task<IReadOnlyList<AgentJob>> JobsAsync(CancellationToken cancellation)
    {
        await using var bench = new BenchRunner(Kernel, guests: 1);
        var ready = await bench.Runner.StartAsync(cancellation);
        var kernel = ready.UnderTest;
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = Seed, Profile = kernel.Profile, Features = ready.Features });
        return [.. Enumerable.Range(0, Scenarios).Select(_ => JobOf(generator.Next()))];

        AgentJob JobOf(GeneratedScenario generated)
        {
            var scenario = generated.Draft.Load($"{generated.Draft.Name}.yaml").Scenarios[0];
            var program = ScenarioCompiler.Compile(scenario, kernel.Profile.Geometry).Compiled!.Program;
            return new AgentJob(program, JobDeadline.For(program, kernel.Accelerator));
        }
    }
}
