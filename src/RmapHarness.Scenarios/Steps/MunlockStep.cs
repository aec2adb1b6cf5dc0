using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Takes a lock away.</summary>
internal sealed class MunlockStep : ProcessStep
{
    public MunlockStep()
        : base("munlock", "Takes the lock of pages away.", RangeParameter.Range)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new MunlockOperation(process.Index, range.Address, range.Length)
            : null;
}
