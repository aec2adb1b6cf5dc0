using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Watches pages no more; none of them is protected then.</summary>
internal sealed class UffdUnregisterStep() : ProcessStep("uffd-unregister", "Watches pages no more; none of them is protected then.", RangeParameter.Range)
{
    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range ? new UffdUnregisterOperation(process.Index, range.Address, range.Length) : null;
}
