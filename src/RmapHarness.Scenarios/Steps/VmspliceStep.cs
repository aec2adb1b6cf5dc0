using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Takes references of pages.</summary>
internal sealed class VmspliceStep() : ProcessStep("vmsplice", "Puts pages into a pipe, which has a reference of each until the process drains it or ends.", RangeParameter.Range)
{
    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range ? new VmspliceOperation(process.Index, range.Address, range.Length) : null;
}
