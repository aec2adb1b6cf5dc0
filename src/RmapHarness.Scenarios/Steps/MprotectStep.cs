using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Changes the protection of pages.</summary>
internal sealed class MprotectStep : ProcessStep
{
    private static readonly Parameter<Choice<Protection>> Prot =
        Parameter<Choice<Protection>>.Required("prot", ProtectionParameter.Type, "The new PROT_* bits.");

    public MprotectStep()
        : base("mprotect", "Changes the protection of pages.", RangeParameter.Range, Prot, RangeParameter.Shift, RangeParameter.Length)
    {
    }

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.ResolveAny(step.Arguments, process) is { } range
            ? new MprotectOperation(process.Index, range.Address, range.Length, step.Arguments.Get(Prot).Value)
            : null;
}
