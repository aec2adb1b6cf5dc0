using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A new mapping of huge pages.</summary>
internal sealed class MmapHugetlbStep : ProcessStep
{
    private static readonly Parameter<Choice<MapFlags>> Share = Parameter<Choice<MapFlags>>.Optional(
        "share", new ChoiceType<MapFlags>(("private", MapFlags.Private), ("shared", MapFlags.Shared)), "private", "MAP_PRIVATE, or MAP_SHARED.");

    private static readonly Parameter<Quantity> Size =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Its length, in whole huge pages.").Sampled(1, "1 pmd", "2 pmds", "3 pmds");

    public MmapHugetlbStep()
        : base(
            "mmap-hugetlb",
            "Maps huge pages (MAP_HUGETLB) at an address of its own, away from every other mapping.",
            PlacedMapping.As,
            Size,
            Share,
            HugePageParameter.Page,
            MappingParameters.Prot,
            MappingParameters.Fill,
            MappingParameters.Reserve)
    {
    }

    public override KernelFeature Needs => KernelFeature.Hugetlb;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var page = HugePageParameter.Bytes(arguments, context);
        var length = page is { } bytes ? HugePageParameter.WholePages(arguments, Size, bytes, context) : null;
        if (length == 0)
        {
            context.Diagnostics.Add(arguments.NodeOf(Size).At(0), "a mapping cannot be empty");
            length = null;
        }

        var align = page is { } huge ? Math.Max(huge, context.Geometry.PmdSize) : (ulong?)null;
        return context.DefineMapping(process, arguments.Get(PlacedMapping.As), arguments.NodeOf(PlacedMapping.As).Mark, length, align) is { } mapping
            ? new MmapOperation(
                process.Index,
                mapping.Address,
                mapping.Length,
                arguments.Get(MappingParameters.Prot).Value,
                arguments.Get(Share).Value | arguments.Get(MappingParameters.Fill).Value | arguments.Get(MappingParameters.Reserve).Value
                    | MapFlags.Anonymous | MapFlags.FixedNoReplace | MapFlagBits.Huge(page!.Value))
            : null;
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => PlacedMapping.Recover(step, context);
}
