using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>A kernel that leaves one step of a program out, and reports its outcome all the same: in which observables that is seen.</summary>
internal static class LostStep
{
    /// <summary>The observables in which the loss shows at some observation of the program.</summary>
    public static IReadOnlySet<Observable> SeenIn(KernelProfile profile, Program program, Trace whole, int lost)
    {
        var gone = Gone(program, lost);
        var rest = new Program([.. program.Operations.Select((operation, step) => gone.Contains(step) ? new ObserveOperation(0) : Unexpecting(operation))], program.ProcessNames);
        var without = Simulation.Run(profile, rest);
        var trace = new Trace(
            [.. without.Outcomes.Select(outcome => gone.Contains(outcome.Step) ? whole.Outcomes[outcome.Step] : outcome)],
            [.. without.Observations.Where(observation => !gone.Contains(observation.Step))])
        {
            Contents = without.Contents,
        };
        return TraceDiff.Compare(profile, program, whole, trace).Differences.Select(difference => difference.Observable).ToHashSet();
    }

    // Without a fork nobody does what the child and its children do.
    private static HashSet<int> Gone(Program program, int lost)
    {
        var gone = new HashSet<int> { lost };
        var absent = new HashSet<int>();
        for (var step = lost; step < program.Operations.Count; step++)
        {
            var operation = program.Operations[step];
            if (operation is ObserveOperation or ThpSizeOperation or KsmScanOperation || (step != lost && !Names(operation).Any(absent.Contains)))
                continue;
            gone.Add(step);
            if (operation is ForkOperation fork)
                absent.Add(fork.Child);
            if (operation is ThreadOperation thread)
                absent.Add(thread.Thread);
        }

        return gone;
    }

    private static int[] Names(Operation operation) => operation switch
    {
        KillOperation kill => [kill.Process, kill.Victim],
        ProcessMadviseOperation advice => [advice.Process, advice.Target],
        _ => [operation.Process],
    };

    private static Operation Unexpecting(Operation operation) => operation is TouchOperation touch ? touch with { ExpectedOrder = null } : operation;
}
