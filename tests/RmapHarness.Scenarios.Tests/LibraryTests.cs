using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Scenarios.Tests;

/// <summary>The scenario library itself.</summary>
public sealed class LibraryTests
{
    private static readonly Lazy<IReadOnlyList<ScenarioLoadResult>> Loaded = new(() => [.. Files().Select(ScenarioLoader.Load)]);

    [Test]
    public void Every_file_loads_without_an_error() =>
        Assert.That(Loaded.Value.SelectMany(result => result.Errors), Is.Empty);

    [Test]
    public void Every_scenario_compiles_for_every_geometry_that_it_does_not_exclude()
    {
        Geometry[] geometries = [Geometry.Base4K, Geometry.Base16K, Geometry.Base64K];
        var errors =
            from scenario in All()
            from geometry in geometries
            where scenario.Needs.PageSize is null || (ulong)scenario.Needs.PageSize == geometry.PageSize
            from error in ScenarioCompiler.Compile(scenario, geometry).Errors
            select error;
        Assert.That(errors, Is.Empty);
    }

    [Test]
    public void A_file_is_named_after_its_scenario()
    {
        foreach (var scenario in All())
            Assert.That(scenario.Name.Split('[')[0], Is.EqualTo(Path.GetFileNameWithoutExtension(scenario.File)));
    }

    [Test]
    public void No_two_scenarios_have_the_same_name() => Assert.That(All().Select(scenario => scenario.Name), Is.Unique);

    [Test]
    public void No_two_files_do_the_same()
    {
        var programs = Loaded.Value
            .Select(result => result.Scenarios[0])
            .Select(scenario => string.Join('\n', scenario.Steps.Select(step => step.Text)));
        Assert.That(programs, Is.Unique);
    }

    [Test]
    public void There_are_at_least_forty_files() => Assert.That(Loaded.Value, Has.Count.GreaterThanOrEqualTo(40));

    [Test]
    public void Every_scenario_ends_with_an_observation()
    {
        foreach (var scenario in All())
        {
            var program = ScenarioCompiler.Compile(scenario, Geometry.Base4K).Compiled!.Program;
            Assert.That(program.Operations[^1], Is.TypeOf<ObserveOperation>(), scenario.Name);
        }
    }

    [Test]
    public void A_scenario_that_expects_a_PMD_folio_needs_THP()
    {
        foreach (var scenario in All())
        {
            var program = ScenarioCompiler.Compile(scenario, Geometry.Base4K).Compiled!.Program;
            if (program.Operations.OfType<TouchOperation>().Any(touch => touch.ExpectedOrder > 0))
                Assert.That(scenario.Needs.Thp, scenario.Name);
        }
    }

    [TestCase(6, 1, AccountingScheme.PageMapcount, SharingTracker.Estimate)]
    [TestCase(6, 12, AccountingScheme.PageMapcount, SharingTracker.Estimate)]
    [TestCase(7, 3, AccountingScheme.PageMapcount, SharingTracker.MmId)]
    [TestCase(7, 3, AccountingScheme.NoPageMapcount, SharingTracker.MmId)]
    public void The_model_gives_every_folio_that_a_touch_expects(int major, int minor, AccountingScheme scheme, SharingTracker tracker)
    {
        foreach (var geometry in new[] { Geometry.Base4K, Geometry.Base16K })
        {
            var profile = new KernelProfile(new KernelVersion(major, minor), Architecture.Arm64, geometry, scheme, tracker);
            foreach (var scenario in All().Where(scenario => scenario.Needs.UnmetReason(profile, hasThp: true) is null))
            {
                var program = ScenarioCompiler.Compile(scenario, geometry).Compiled!.Program;
                if (program.Operations.All(operation => !(operation.Since > profile.Version)))
                    Assert.That(() => Simulation.Run(profile, program), Throws.Nothing, scenario.Name);
            }
        }
    }

    private static IEnumerable<Scenario> All() => Loaded.Value.SelectMany(result => result.Scenarios);

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.PathOf("scenarios"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
