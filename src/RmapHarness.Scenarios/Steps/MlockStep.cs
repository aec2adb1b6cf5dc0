using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Locks pages in memory.</summary>
internal sealed class MlockStep : ProcessStep
{
    public MlockStep()
        : base("mlock", "Locks pages in memory (mlock2).", RangeParameter.Range, LockParameter.When)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new MlockOperation(process.Index, range.Address, range.Length, step.Arguments.Get(LockParameter.When).Value)
            : null;
}
