using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Scenarios.Generating;
using RmapHarness.Scenarios.Reproducing;

namespace RmapHarness.Scenarios.Tests.Reproducing;

public sealed class ReproducerTests
{
    private static readonly KernelProfile V73 = new(
        new KernelVersion(7, 3, 4), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.MmId);

    [Test]
    public void Every_step_that_is_generated_has_C()
    {
        var generator = new ScenarioGenerator(new GeneratorOptions { Seed = 6, Profile = V73, Features = [KernelFeature.UffdWriteProtect, KernelFeature.SplitFile, KernelFeature.SwapArea, KernelFeature.IoUring, KernelFeature.Ksm, KernelFeature.SecondNode, KernelFeature.Hugetlb] });
        var reproducer = new Reproducer(new ReproducedFields([(63, "present")], [(3, "UPTODATE")], [SmapsField.Rss], [StatusField.RssAnon], [(3, "present")], ReproducedGroups.None));
        var seen = new HashSet<string>();
        for (var i = 0; i < 400; i++)
        {
            var scenario = generator.Next().Draft.Load("generated.yaml").Scenarios[0];
            var compiled = ScenarioCompiler.Compile(scenario, V73.Geometry).Compiled!;
            var program = reproducer.Write(compiled, V73, Simulation.Run(V73, compiled.Program), []);
            Assert.That(program, Does.Contain($"* {scenario.Name}: {scenario.About}").And.Contain("int main(int count, char **arguments)"));
            seen.UnionWith(scenario.Steps.Select(step => step.Definition.Name));
        }

        Assert.That(ScenarioGenerator.StepNames.Except(seen), Is.Empty);
    }
}
