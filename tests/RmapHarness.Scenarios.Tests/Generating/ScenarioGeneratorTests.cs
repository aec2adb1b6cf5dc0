using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Scenarios.Generating;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Tests.Generating;

public sealed class ScenarioGeneratorTests
{
    private static readonly KernelProfile V73 = new(
        new KernelVersion(7, 3, 4), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.MmId);

    [Test]
    public void One_seed_gives_the_same_scenarios_byte_for_byte()
    {
        Assert.That(Texts(V73, 7, 300), Is.EqualTo(Texts(V73, 7, 300)));
        Assert.That(Texts(V73, 7, 300), Is.Not.EqualTo(Texts(V73, 8, 300)));
    }

    [Test]
    public void The_random_numbers_are_SplitMix64s()
    {
        // The first outputs of the published reference implementation for this seed.
        var random = new FuzzRandom(1234567);
        Assert.That(
            new[] { random.NextBits(), random.NextBits(), random.NextBits() },
            Is.EqualTo(new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL }));
    }

    [TestCase(4096)]
    [TestCase(16384)]
    [TestCase(65536)]
    public void Every_scenario_is_a_valid_file_and_keeps_its_bounds(long pageSize)
    {
        var profile = V73 with { Geometry = Geometry.ForPageSize(pageSize) };
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 3, Profile = profile, LeastSteps = 2, MostSteps = 9 });
        for (var i = 0; i < 200; i++)
        {
            var draft = generator.Next().Draft;
            var loaded = draft.Load("generated.yaml");
            Assert.That(loaded.Errors, Is.Empty, draft.ToString());
            var scenario = loaded.Scenarios.Single();
            Assert.That(scenario.Steps.Count(step => step.Definition is not ObserveStep), Is.InRange(2, 9), draft.ToString());
            Assert.That(scenario.Steps[^1].Definition, Is.TypeOf<ObserveStep>());
            Assert.That(ScenarioCompiler.Compile(scenario, profile.Geometry).Errors, Is.Empty, draft.ToString());
        }
    }

    [Test]
    public void Every_kind_of_step_is_generated_with_every_parameter_and_every_word()
    {
        var seen = new HashSet<string>();
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 1, Profile = V73, Features = [KernelFeature.UffdWriteProtect, KernelFeature.SplitFile, KernelFeature.SwapArea, KernelFeature.IoUring, KernelFeature.Ksm, KernelFeature.SecondNode, KernelFeature.Hugetlb] });
        for (var i = 0; i < 6000; i++)
        {
            foreach (var step in generator.Next().Draft.Steps)
            {
                seen.Add(step.Name);
                foreach (var argument in step.Arguments)
                {
                    seen.Add($"{step.Name} {argument.Key}");
                    seen.Add($"{step.Name} {argument.Key} {argument.Value}");
                }
            }
        }

        Assert.That(Wanted().Except(seen), Is.Empty);
    }

    [Test]
    public void What_the_kernel_lacks_is_not_generated()
    {
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 1, Profile = V73, Focus = ["uffd-register"] });
        var steps = Enumerable.Range(0, 500).SelectMany(_ => generator.Next().Draft.Steps).ToList();
        Assert.That(steps, Has.Count.GreaterThan(1000));
        Assert.That(steps.Where(step => step.Name.StartsWith("uffd-", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Odd_numbers_are_generated_and_refused_by_the_model()
    {
        var outcomes = new HashSet<int>();
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 5, Profile = V73 });
        for (var i = 0; i < 400; i++)
        {
            var scenario = generator.Next().Draft.Load("generated.yaml").Scenarios[0];
            var program = ScenarioCompiler.Compile(scenario, V73.Geometry).Compiled!.Program;
            var trace = Simulation.Run(V73, program);
            outcomes.UnionWith(trace.Outcomes.Where(o => program.Operations[o.Step] is MunmapOperation or MadviseOperation).Select(o => o.Errno));
        }

        Assert.That(outcomes, Is.SupersetOf(new[] { Errno.None, Errno.Invalid, Errno.NoMemory }));
    }

    [Test]
    public void Focus_makes_a_step_more_frequent()
    {
        Assert.That(Share(["munmap"]), Is.GreaterThan(2 * Share([])));

        static double Share(string[] focus)
        {
            var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 2, Profile = V73, Focus = focus });
            var steps = Enumerable.Range(0, 300).SelectMany(_ => generator.Next().Draft.Steps).ToList();
            return (double)steps.Count(step => step.Name == "munmap") / steps.Count;
        }
    }

    [Test]
    public void What_is_new_in_the_model_is_told_and_only_that()
    {
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 1, Profile = V73 });
        var gained = Enumerable.Range(0, 500).Sum(_ => generator.Next().NewCells);
        Assert.That(gained, Is.EqualTo(generator.Coverage.Cells).And.GreaterThan(150));
        Assert.That(generator.Coverage.Rules, Does.Contain("madvise").And.Contain("fork").And.Some.StartsWith("WriteFault.").And.Some.StartsWith("Zap."));
    }

    private static IEnumerable<string> Wanted()
    {
        foreach (var kind in StepCatalogue.All.Where(kind => kind.Frequency > 0))
        {
            yield return kind.Name;
            foreach (var parameter in kind.Parameters.Where(parameter => parameter.Samples is not { Count: 0 }))
            {
                yield return $"{kind.Name} {parameter.Name}";
                foreach (var word in parameter.Samples ?? parameter.Type.AllowedValues)
                {
                    if (word != parameter.DefaultText)
                        yield return $"{kind.Name} {parameter.Name} {word}";
                }
            }
        }
    }

    private static List<string> Texts(KernelProfile profile, ulong seed, int count)
    {
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = seed, Profile = profile });
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next().Draft.ToString())];
    }
}
