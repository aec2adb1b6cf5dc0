using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Gives references back.</summary>
internal sealed class DrainStep() : ProcessStep("drain", "Empties the pipe of the process.")
{
    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        new DrainOperation(process.Index);
}
