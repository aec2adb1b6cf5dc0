using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Watches pages with userfaultfd, for its write protection. Children of fork are not watched.</summary>
internal sealed class UffdRegisterStep : ProcessStep
{
    private static readonly Parameter<Choice<bool>> Store = Parameter<Choice<bool>>.Optional(
        "store", new ChoiceType<bool>(("fails", false), ("frees", true)), "fails",
        "What a store to a protected page does: it ends with SIGBUS, or it frees the page (UFFD_FEATURE_WP_ASYNC); the same for all that a process registers.");

    public UffdRegisterStep()
        : base("uffd-register", "Watches pages with userfaultfd, for its write protection. Children of fork are not watched.", RangeParameter.Range, Store)
    {
    }

    public override KernelFeature Needs => KernelFeature.UffdWriteProtect;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new UffdRegisterOperation(process.Index, range.Address, range.Length, step.Arguments.Get(Store).Value)
            : null;
}
