using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Kills a process.</summary>
internal sealed class KillStep : ProcessStep
{
    private static readonly Parameter<string> Victim =
        Parameter<string>.Required("process", ProcessType.Instance, "Whom; all its threads end. May be the acting process itself.");

    public KillStep()
        : base("kill", "Kills a process (SIGKILL), and waits until its memory is given back.", Victim)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        if (context.Find(step.Arguments, Victim) is not { } victim)
            return null;
        foreach (var thread in context.ThreadsOf(victim).ToList())
            thread.ExitLine = step.Mark.Line;
        return new KillOperation(process.Index, victim.Index);
    }
}
