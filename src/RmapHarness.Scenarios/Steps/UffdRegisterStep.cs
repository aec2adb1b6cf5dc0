using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Watches pages with userfaultfd, for its write protection. Children of fork are not watched.</summary>
internal sealed class UffdRegisterStep() : ProcessStep("uffd-register", "Watches pages with userfaultfd, for its write protection. Children of fork are not watched.", RangeParameter.Range)
{
    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range ? new UffdRegisterOperation(process.Index, range.Address, range.Length) : null;
}
