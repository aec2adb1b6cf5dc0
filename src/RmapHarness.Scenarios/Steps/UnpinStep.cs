using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Gives pins back.</summary>
internal sealed class UnpinStep() : ProcessStep("unpin", "Gives all pins of the process back.")
{
    public override KernelFeature Needs => KernelFeature.IoUring;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        new UnpinOperation(process.Index);
}
