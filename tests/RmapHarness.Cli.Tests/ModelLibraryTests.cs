using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Guests.Host;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Claims;

namespace RmapHarness.Cli.Tests;

/// <summary>The scenario library on the model alone: the authors' own numbers, worked out by hand, under every scheme.</summary>
public sealed class ModelLibraryTests
{
    private static readonly string Library = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "scenarios");

    private static readonly List<Scenario> Scenarios =
    [
        .. Directory.EnumerateFiles(Library, "*.yaml", SearchOption.AllDirectories).SelectMany(file => ScenarioLoader.Load(file).Scenarios),
    ];

    [TestCase(6, 1, AccountingScheme.PageMapcount, SharingTracker.Estimate)]
    [TestCase(6, 12, AccountingScheme.PageMapcount, SharingTracker.Estimate)]
    [TestCase(7, 3, AccountingScheme.PageMapcount, SharingTracker.MmId)]
    [TestCase(7, 3, AccountingScheme.NoPageMapcount, SharingTracker.MmId)]
    [TestCase(7, 3, AccountingScheme.TotalMappedPages, SharingTracker.MmId)]
    public void The_model_agrees_with_the_authors(int major, int minor, AccountingScheme scheme, SharingTracker tracker)
    {
        long compared = 0;
        foreach (var geometry in new[] { Geometry.Base4K, Geometry.Base16K })
        {
            var architecture = geometry == Geometry.Base4K ? Architecture.X86_64 : Architecture.Arm64;
            var profile = new KernelProfile(new KernelVersion(major, minor), architecture, geometry, scheme, tracker);
            foreach (var scenario in Scenarios.Where(scenario => scenario.Needs.UnmetReason(profile, hasThp: true) is null))
            {
                var compiled = ScenarioCompiler.Compile(scenario, geometry).Compiled!;
                if (compiled.Program.TooNewFor(profile.Version) is not null)
                    continue;
                var trace = Simulation.Run(profile, compiled.Program);
                var comparison = ClaimCheck.Check(profile, compiled, trace, trace);
                Assert.That(comparison.Differences, Is.Empty, scenario.Name);
                compared += comparison.Compared;
            }
        }

        Assert.That(compared, Is.GreaterThan(10_000), "the library makes claims");
    }

    [TestCase(SharingTracker.Exact)]
    [TestCase(SharingTracker.MmId)]
    [TestCase(SharingTracker.RmapId)]
    public void Nothing_is_left_when_all_processes_have_exited(SharingTracker tracker)
    {
        foreach (var scheme in Enum.GetValues<AccountingScheme>())
        {
            var profile = new KernelProfile(new KernelVersion(7, 3), Architecture.X86_64, Geometry.Base4K, scheme, tracker);
            foreach (var scenario in Scenarios.Where(scenario => scenario.Needs.UnmetReason(profile, hasThp: true) is null))
            {
                // A PUD-sized folio is too large for rmap IDs: the 2023 patch ends at order 15.
                var program = ScenarioCompiler.Compile(scenario, Geometry.Base4K).Compiled!.Program;
                if (tracker == SharingTracker.RmapId && scenario.Name == "rfc-pud-pmd-pte-mixed")
                    continue;
                var living = Simulation.Run(profile, program).Observations[^1].Processes.Select(process => process.Process).ToList();
                var exits = living.Select(process => new Engine.Kernel.Operations.ExitOperation(process));
                var last = Simulation.Steps(profile, program with { Operations = [.. program.Operations, .. exits] }).Last();
                Assert.That((last.Folios.Count, last.System), Is.EqualTo((0, new SystemSnapshot(0, 0, 0))), $"{scenario.Name} under {scheme}");
            }
        }
    }
}
