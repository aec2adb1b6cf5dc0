using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Executes another program.</summary>
internal sealed class ExecveStep : ProcessStep
{
    public ExecveStep()
        : base("execve", "Executes another program, which goes on with the process's steps: its mappings and files are gone, and its other threads end.")
    {
    }

    public override int Frequency => 1;

    private protected override Operation CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        foreach (var thread in context.ThreadsOf(process).Where(thread => thread != process).ToList())
            thread.ExitLine = step.Mark.Line;
        process.Names = new ProcessNames();
        return new ExecveOperation(process.Index);
    }
}
