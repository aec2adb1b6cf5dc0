using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>What the scenarios of the library do, in which situations, and which observables would show it if a kernel did not do it.</summary>
internal sealed class LibraryCoverage
{
    private readonly Dictionary<(string Step, FolioSituation Situation), HashSet<Observable>> cells = [];

    /// <summary>Runs scenarios on the model of one kernel.</summary>
    public LibraryCoverage(KernelProfile profile, IEnumerable<Scenario> scenarios)
    {
        var run = scenarios.Where(scenario => !scenario.IsForModelOnly && scenario.Needs.UnmetReason(profile, hasThp: true) is null)
            .AsParallel()
            .SelectMany(scenario => Steps(profile, ScenarioCompiler.Compile(scenario, profile.Geometry).Compiled!));
        foreach (var (step, situations, seen) in run)
        {
            foreach (var situation in situations)
                Cell(step, situation).UnionWith(seen);
        }
    }

    /// <summary>The observables that show a step in a situation; empty: it is done and its loss is not seen; null: it is never done.</summary>
    public IReadOnlySet<Observable>? Find(string step, FolioSituation situation) => cells.GetValueOrDefault((step, situation));

    private static IEnumerable<(string Step, IReadOnlySet<FolioSituation> Situations, IReadOnlySet<Observable> Seen)> Steps(KernelProfile profile, CompiledScenario compiled)
    {
        var program = compiled.Program;
        var whole = Simulation.Run(profile, program);
        var machine = new Machine(profile);
        for (var step = 0; step < program.Operations.Count; step++)
        {
            var operation = program.Operations[step];
            if (operation is not (ObserveOperation or ThpSizeOperation or KsmScanOperation or TogetherOperation))
                yield return (StepVariant.Of(compiled.Scenario.Steps[step]), Situations.Of(machine, operation), LostStep.SeenIn(profile, program, whole, step));
            Simulation.Apply(machine, operation, step);
        }
    }

    private HashSet<Observable> Cell(string step, FolioSituation situation)
    {
        if (!cells.TryGetValue((step, situation), out var cell))
            cells[(step, situation)] = cell = [];
        return cell;
    }
}
