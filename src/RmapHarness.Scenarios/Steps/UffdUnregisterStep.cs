using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Watches pages no more; none of them is protected then.</summary>
internal sealed class UffdUnregisterStep() : ProcessStep("uffd-unregister", "Watches pages no more; none of them is protected then.", RangeParameter.Range)
{
    // Not every kernel has it, and generated scenarios must run on all.
    public override int Frequency => 0;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range ? new UffdUnregisterOperation(process.Index, range.Address, range.Length) : null;
}
