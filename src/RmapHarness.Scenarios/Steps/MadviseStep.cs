using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Gives advice about pages.</summary>
internal sealed class MadviseStep : ProcessStep
{
    private static readonly Parameter<Choice<Advice>> AdviceParameter =
        Parameter<Choice<Advice>>.Required("advice", AdviceType.Instance, "The MADV_* value.").Preferring(
        "dontneed", "dontneed", "dontneed", "dontneed", "dontneed", "free", "cold", "pageout", "collapse", "collapse", "populate-write",
        "hugepage", "hugepage", "hugepage", "hugepage", "hugepage", "hugepage",
        "hugepage", "hugepage", "hugepage", "hugepage", "hugepage", "hugepage").OftenWithSwap("pageout");

    public MadviseStep()
        : base("madvise", "Gives the kernel advice about pages.", RangeParameter.Range, AdviceParameter, RangeParameter.Shift, RangeParameter.Length)
    {
    }

    public override int Frequency => 7;

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.ResolveAny(step.Arguments, process) is { } range
            ? new MadviseOperation(process.Index, range.Address, range.Length, step.Arguments.Get(AdviceParameter).Value)
            : null;
}
