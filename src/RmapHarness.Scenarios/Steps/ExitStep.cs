using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Ends the process.</summary>
internal sealed class ExitStep : ProcessStep
{
    public ExitStep()
        : base("exit", "Ends the process; its children live on.")
    {
    }

    public override int Frequency => 1;

    private protected override Operation CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        process.ExitLine = step.Mark.Line;
        return new ExitOperation(process.Index);
    }
}
