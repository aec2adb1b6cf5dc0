using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Says where folios of one size may be used.</summary>
internal sealed class ThpStep : StepDefinition
{
    private static readonly Parameter<Quantity> Size = Parameter<Quantity>.Required("size", SizeType.Instance, "Size of the folios, a power of two.")
        .Sampled(1, "4 pages", "16 pages", "32 pages", "1 pmd");

    private static readonly Parameter<Choice<ThpMode>> Enabled = Parameter<Choice<ThpMode>>.Required(
        "enabled",
        new ChoiceType<ThpMode>(
            ("always", ThpMode.Always), ("madvise", ThpMode.Madvise), ("inherit", ThpMode.Inherit), ("never", ThpMode.Never)),
        "In all private anonymous memory; where madvise hugepage is; as the global setting says, which is madvise; nowhere.");

    public ThpStep()
        : base("thp", "Sets hugepages-*kB/enabled until the scenario ends. At first, PMD-sized THPs inherit, all others are off.", Size, Enabled)
    {
    }

    public override bool HasProcess => false;

    internal override Operation? Compile(ScenarioStep step, CompileContext context)
    {
        if (context.Bytes(step.Arguments, Size) is not { } size)
            return null;
        if (BitOperations.IsPow2(size))
            return new ThpSizeOperation(0, size, step.Arguments.Get(Enabled).Value);
        context.Diagnostics.Add(step.Arguments.NodeOf(Size).At(0), "a folio has a power of two of pages");
        return null;
    }
}
