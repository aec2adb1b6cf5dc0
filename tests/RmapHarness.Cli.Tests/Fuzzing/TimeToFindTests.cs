using System.Diagnostics;
using System.Globalization;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Generating;
using RmapHarness.Scenarios.Shrinking;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;
using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>How long a real guest needs to show each planted error: one guest runs the scenarios, every wrong model predicts them.</summary>
[Explicit("takes some minutes of a guest; prints the table of docs/fuzzing.md")]
public sealed class TimeToFindTests
{
    private const string KernelName = "trixie-backports";
    private const int MostScenarios = 15_000;
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private readonly List<(PlantedError Error, TimeSpan After, ScenarioDraft Draft, MismatchKey Key)> found = [];

    [Test]
    public async Task Each_planted_error_is_found_and_shrunk_on_a_guest()
    {
        using var slots = new SemaphoreSlim(1);
        var environment = new CommandEnvironment { Output = TextWriter.Null, Error = TextWriter.Null, Root = Root, Target = new QemuTarget(), Predict = Simulation.Run };
        var request = new RunRequest { Kernels = [KernelName], Accelerator = AcceleratorChoice.Auto };
        var progress = new ProgressLog(TestContext.Progress, isTerminal: false, columns: 80);
        var issues = KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml"));
        await using var runner = new ScenarioRunner(request, KernelName, issues, environment, slots, progress);
        var kernel = await runner.StartAsync(CancellationToken.None);
        var profile = kernel.UnderTest.Profile;

        await FindAsync(runner, profile, kernel.Features);
        TestContext.Progress.WriteLine("| planted error | found after | what shows | steps |\n|---|---|---|---|");
        foreach (var (error, after, draft, key) in found)
        {
            var smaller = await ShrinkAsync(runner, profile, error, draft, key);
            TestContext.Progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {error.Name} | {after.TotalSeconds:F1} s, {draft.Name} | {key} | {draft.Steps.Count} -> {smaller.Steps.Count} |"));
        }

        Assert.That(PlantedErrors.All.Select(error => error.Name).Except(found.Select(one => one.Error.Name)), Is.Empty);
    }

    private async Task FindAsync(ScenarioRunner runner, KernelProfile profile, IReadOnlyCollection<KernelFeature> features)
    {
        var left = PlantedErrors.All.ToList();
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 1, Profile = profile, Features = features });
        var clock = Stopwatch.StartNew();
        var count = 0;
        await foreach (var run in runner.RunAsync(ScenariosAsync(), CancellationToken.None))
        {
            foreach (var error in left.ToList())
            {
                if (Keys(profile, error, run).FirstOrDefault() is not { } key)
                    continue;
                found.Add((error, clock.Elapsed, ScenarioDraft.Of(run.Result.Scenario), key));
                TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F1} s, {run.Index}: {error.Name}"));
                left.Remove(error);
            }
        }

        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} scenarios in {clock.Elapsed.TotalSeconds:F0} s"));

        async IAsyncEnumerable<Scenario> ScenariosAsync()
        {
            await Task.Yield();
            for (; left.Count > 0 && count < MostScenarios; count++)
                yield return generator.Next().Draft.Load("generated.yaml").Scenarios[0];
        }
    }

    private static async Task<ScenarioDraft> ShrinkAsync(
        ScenarioRunner runner, KernelProfile profile, PlantedError error, ScenarioDraft draft, MismatchKey key)
    {
        var shrinker = new ScenarioShrinker(profile, async (candidates, stop) =>
        {
            var shows = new bool[candidates.Count];
            var loaded = candidates.Select(candidate => candidate.Load("candidate.yaml").Scenarios[0]).ToAsyncEnumerable();
            await foreach (var run in runner.RunAsync(loaded, stop))
                shows[run.Index] = Keys(profile, error, run).Contains(key);
            return shows;
        });
        return await shrinker.ShrinkAsync(draft, CancellationToken.None);
    }

    // What the wrong model gets wrong; what the right one does too is the kernel's own.
    private static IEnumerable<MismatchKey> Keys(KernelProfile profile, PlantedError error, ScenarioRun run)
    {
        if (run.Compiled is null || run.Observed is not { End: Engine.Proc.RunEnd.Completed } observed)
            return [];
        var program = run.Compiled.Program;
        var truth = run.Result.Differences.Select(MismatchKey.Of).ToHashSet();
        return TraceDiff.Compare(profile, program, error.Predict(profile, program), observed.Trace).Differences
            .Select(MismatchKey.Of).Where(key => !truth.Contains(key));
    }
}
