using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Unmaps pages.</summary>
internal sealed class MunmapStep : ProcessStep
{
    public MunmapStep()
        : base("munmap", "Unmaps pages. The mapping's name stays, for ranges of what is left and of the hole.", RangeParameter.Range, RangeParameter.Shift, RangeParameter.Length)
    {
    }

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.ResolveAny(step.Arguments, process) is { } range
            ? new MunmapOperation(process.Index, range.Address, range.Length)
            : null;
}
