using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Turns swap off.</summary>
internal sealed class SwapoffStep() : StepDefinition("swapoff", "Turns the swap area off; all that is in it comes back to memory.")
{
    public override bool HasProcess => false;

    // The generator writes steps of processes only.
    public override int Frequency => 0;

    internal override Operation Compile(ScenarioStep step, CompileContext context) => new SwapoffOperation(0);
}
