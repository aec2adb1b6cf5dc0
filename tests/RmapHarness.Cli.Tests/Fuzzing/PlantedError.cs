using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>A model that is wrong in one way. The product's own code holds none of this.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Predict">The wrong model.</param>
public sealed record PlantedError(string Name, Func<KernelProfile, Program, Trace> Predict)
{
    /// <summary>A rule of another kernel.</summary>
    public static PlantedError InProfile(string name, Func<KernelProfile, KernelProfile> edit) =>
        new(name, (profile, program) => Simulation.Run(edit(profile), program));

    /// <summary>Something else is done than the scenario says.</summary>
    public static PlantedError InOperation(string name, Func<Operation, Operation> edit) =>
        new(name, (profile, program) => Simulation.Run(profile, program with { Operations = [.. program.Operations.Select(edit)] }));

    /// <summary>The wrong outcome of a step.</summary>
    public static PlantedError InOutcome(string name, Func<Operation, int, int> edit) => new(name, (profile, program) =>
    {
        var trace = Simulation.Run(profile, program);
        return trace with { Outcomes = [.. trace.Outcomes.Select(o => o with { Errno = edit(program.Operations[o.Step], o.Errno) })] };
    });

    /// <summary>The wrong answer about pages.</summary>
    public static PlantedError InPages(string name, Func<int, PageRun, PageRun> edit) => InProcesses(
        name, process => process with { Pages = [.. process.Pages.Select(run => edit(process.Process, run))] });

    /// <summary>The wrong smaps entry.</summary>
    public static PlantedError InVmas(string name, Func<int, VmaSnapshot, VmaSnapshot> edit) => InProcesses(
        name, process => process with { Vmas = [.. process.Vmas.Select(vma => edit(process.Process, vma))] });

    /// <summary>The wrong field of smaps.</summary>
    public static PlantedError InField(string name, SmapsField field, Func<int, VmaSnapshot, long, long> edit) =>
        InVmas(name, (process, vma) => vma.With(field, value => edit(process, vma, value)));

    /// <summary>The wrong answer about what belongs to no process.</summary>
    public static PlantedError InObservations(string name, Func<Observation, Observation> edit) => new(name, (profile, program) =>
    {
        var trace = Simulation.Run(profile, program);
        return trace with { Observations = [.. trace.Observations.Select(edit)] };
    });

    public override string ToString() => Name;

    private static PlantedError InProcesses(string name, Func<ProcSnapshot, ProcSnapshot> edit) =>
        InObservations(name, observation => observation with { Processes = [.. observation.Processes.Select(edit)] });
}
