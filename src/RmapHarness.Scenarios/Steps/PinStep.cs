using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Pins pages.</summary>
internal sealed class PinStep() : ProcessStep("pin", "Pins pages for writing, as a buffer that is registered with io_uring: until the process unpins them or ends.", RangeParameter.Range)
{
    public override KernelFeature Needs => KernelFeature.IoUring;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range ? new PinOperation(process.Index, range.Address, range.Length) : null;
}
