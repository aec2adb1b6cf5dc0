using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Turns swap off.</summary>
internal sealed class SwapoffStep() : StepDefinition("swapoff", "Turns the swap area off; all that is in it comes back to memory.")
{
    public override bool HasProcess => false;

    public override int Frequency => 1;

    public override KernelFeature Needs => KernelFeature.SwapArea;

    internal override Operation Compile(ScenarioStep step, CompileContext context) => new SwapoffOperation(0);
}
