using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Takes entries away.</summary>
internal sealed class UnmapStep : ProcessStep
{
    public UnmapStep()
        : base("unmap", "Takes whole entries away and leaves the memory mapped. For the model only.", RangeParameter.Range)
    {
    }

    public override bool IsForModelOnly => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new UnmapFolioOperation(process.Index, range.Address, range.Length)
            : null;
}
