using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Generating;
using RmapHarness.Scenarios.Shrinking;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>
/// What fuzzing finds: the unaltered model is the kernel, and a model with one error planted in it predicts. A guest that emulates
/// its processor does some 50 scenarios a second, so 15,000 are five minutes.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class PlantedErrorTests
{
    private const int FiveMinutes = 15_000;
    private const int MedianSteps = 6;

    private static readonly KernelProfile Kernel = Example.V73 with { Version = new KernelVersion(6, 18, 0) };
    private readonly List<(ScenarioDraft Draft, CompiledScenario Compiled, Trace Truth)> stream = [];
    private readonly ScenarioGenerator generator = new(new GeneratorOptions { Seed = 1, Profile = Kernel, Features = Enum.GetValues<KernelFeature>() });

    private static IReadOnlyList<PlantedError> Errors => PlantedErrors.All;

    [Test]
    public void There_are_twenty_at_least() => Assert.That(Errors.Select(error => error.Name).Distinct().Count(), Is.GreaterThanOrEqualTo(20));

    [Test]
    public async Task Each_is_found_and_shrunk_to_a_minimum_and_the_median_is_short()
    {
        var steps = new List<int>();
        using (Assert.EnterMultipleScope())
        {
            foreach (var error in Errors)
                steps.Add(await FindAndShrinkAsync(error));
        }

        Assert.That(steps.Order().ElementAt(steps.Count / 2), Is.LessThanOrEqualTo(MedianSteps));
    }

    [Test]
    public void A_model_without_error_agrees()
    {
        for (var i = 0; i < 300; i++)
            Assert.That(Differences(Simulation.Run, At(i).Compiled, At(i).Truth), Is.Empty);
    }

    private async Task<int> FindAndShrinkAsync(PlantedError error)
    {
        var (number, key) = Find(error);
        var asked = 0;
        var shrinker = new ScenarioShrinker(Kernel, (drafts, _) =>
        {
            asked += drafts.Count;
            return Task.FromResult<IReadOnlyList<bool>>([.. drafts.Select(draft => Shows(error, draft, key))]);
        });
        var smaller = await shrinker.ShrinkAsync(stream[number].Draft, CancellationToken.None);
        TestContext.Out.WriteLine($"{error.Name}: scenario {number}, {key}, {stream[number].Draft.Steps.Count} -> {smaller.Steps.Count} steps in {asked} runs");
        TestContext.Out.WriteLine(smaller);

        Assert.That(Shows(error, smaller, key), Is.True, error.Name);
        for (var i = 0; i < smaller.Steps.Count; i++)
        {
            var without = smaller with { Steps = [.. smaller.Steps.Where((_, j) => j != i)] };
            Assert.That(Shows(error, without, key), Is.False, $"{error.Name}: step {i} is not needed:\n{smaller}");
        }

        return smaller.Steps.Count;
    }

    private (int Number, MismatchKey Key) Find(PlantedError error)
    {
        for (var i = 0; i < FiveMinutes; i++)
        {
            var (_, compiled, truth) = At(i);
            if (Differences(error.Predict, compiled, truth) is [var first, ..])
                return (i, MismatchKey.Of(first));
        }

        throw new AssertionException($"not found in {FiveMinutes} scenarios");
    }

    // The scenarios of a sequence do not follow from what the kernel does: all errors meet the same ones.
    private (ScenarioDraft Draft, CompiledScenario Compiled, Trace Truth) At(int number)
    {
        while (stream.Count <= number)
        {
            var draft = generator.Next().Draft;
            var compiled = Compile(draft)!;
            stream.Add((draft, compiled, Simulation.Run(Kernel, compiled.Program)));
        }

        return stream[number];
    }

    private static bool Shows(PlantedError error, ScenarioDraft draft, MismatchKey key) =>
        Compile(draft) is { } compiled
        && Differences(error.Predict, compiled, Simulation.Run(Kernel, compiled.Program)).Any(difference => MismatchKey.Of(difference) == key);

    private static CompiledScenario? Compile(ScenarioDraft draft) =>
        draft.Load("draft.yaml") is { Scenarios: [var scenario] } ? ScenarioCompiler.Compile(scenario, Kernel.Geometry).Compiled : null;

    private static IReadOnlyList<Difference> Differences(
        Func<KernelProfile, Program, Trace> predict, CompiledScenario compiled, Trace truth) =>
        TraceDiff.Compare(Kernel, compiled.Program, predict(Kernel, compiled.Program), truth).Differences;
}
