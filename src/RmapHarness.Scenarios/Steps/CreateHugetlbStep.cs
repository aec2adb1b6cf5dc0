using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Makes a file of huge pages.</summary>
internal sealed class CreateHugetlbStep : ProcessStep
{
    private static readonly Parameter<string> As = Parameter<string>.Required(
        "as", new NameType("the file", "f"), "Its name in this process and in every child forked later.");

    private static readonly Parameter<Quantity> Size =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Its length, in whole huge pages.").Sampled(1, "0 pages", "1 pmd", "2 pmds", "3 pmds");

    public CreateHugetlbStep()
        : base("create-hugetlb", "Makes a file on hugetlbfs (memfd_create with MFD_HUGETLB) with nothing in it, and opens it.", As, Size, HugePageParameter.Page)
    {
    }

    public override KernelFeature Needs => KernelFeature.Hugetlb;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var page = HugePageParameter.Bytes(arguments, context);
        var size = page is { } bytes ? HugePageParameter.WholePages(arguments, Size, bytes, context) : null;
        var number = context.Files.Define(process, arguments.Get(As), arguments.NodeOf(As).Mark);
        return size is null || number is null
            ? null
            : new CreateOperation(process.Index, number.Value, FileKind.Hugetlb, size.Value) { HugetlbPage = page!.Value };
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
