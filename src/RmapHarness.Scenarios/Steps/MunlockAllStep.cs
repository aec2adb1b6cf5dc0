using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Takes every lock away.</summary>
internal sealed class MunlockAllStep : ProcessStep
{
    public MunlockAllStep()
        : base("munlockall", "Takes the locks of all mappings away, and of future ones.")
    {
    }

    public override int Frequency => 1;

    private protected override Operation CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        new MunlockAllOperation(process.Index);
}
