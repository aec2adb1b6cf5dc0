using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Protects pages that userfaultfd watches.</summary>
internal sealed class UffdProtectStep : ProcessStep
{
    private static readonly Parameter<Choice<bool>> Protect = Parameter<Choice<bool>>.Optional(
        "protect", new ChoiceType<bool>(("on", true), ("off", false)), "on", "Whether the pages are protected from now on, or no more.");

    public UffdProtectStep()
        : base("uffd-protect", "Write-protects pages that userfaultfd watches, or frees them again.", RangeParameter.Range, Protect)
    {
    }

    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new UffdProtectOperation(process.Index, range.Address, range.Length, step.Arguments.Get(Protect).Value)
            : null;
}
