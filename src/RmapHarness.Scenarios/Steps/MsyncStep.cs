using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Writes mappings back.</summary>
internal sealed class MsyncStep : ProcessStep
{
    private static readonly Parameter<Choice<MsyncFlags>> How = Parameter<Choice<MsyncFlags>>.Required(
        "how",
        new ChoiceType<MsyncFlags>(
            ("async", MsyncFlags.Async), ("sync", MsyncFlags.Sync), ("invalidate", MsyncFlags.Invalidate), ("sync-invalidate", MsyncFlags.Sync | MsyncFlags.Invalidate)),
        "The MS_* bits.");

    public MsyncStep()
        : base("msync", "Writes pages back to their files; memory without a disk behind it stays as it is.", RangeParameter.Range, How)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new MsyncOperation(process.Index, range.Address, range.Length, step.Arguments.Get(How).Value)
            : null;
}
