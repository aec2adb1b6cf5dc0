using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Fills a pool of huge pages.</summary>
internal sealed class HugetlbStep : StepDefinition
{
    private static readonly Parameter<Quantity> Pool = Parameter<Quantity>.Required("pool", SizeType.Instance, "How much the pool has (nr_hugepages), in whole huge pages.")
        .Sampled(1, "2 pmds", "4 pmds", "4 pmds", "6 pmds");

    private static readonly Parameter<Quantity> Overcommit = Parameter<Quantity>.Optional(
        "overcommit", SizeType.Instance, "0 pages", "How much more it may have while that is in use (nr_overcommit_hugepages): surplus pages.").Sampled(4, "1 pmd", "3 pmds");

    public HugetlbStep()
        : base("hugetlb", "Sets the pool of huge pages of one size until the scenario ends; before, it is empty.", Pool, Overcommit, HugePageParameter.Page)
    {
    }

    public override bool HasProcess => false;

    public override KernelFeature Needs => KernelFeature.Hugetlb;

    public override int Frequency => 1;

    internal override Operation? Compile(ScenarioStep step, CompileContext context)
    {
        var arguments = step.Arguments;
        return HugePageParameter.Bytes(arguments, context) is { } page
            && HugePageParameter.WholePages(arguments, Pool, page, context) is { } pool
            && HugePageParameter.WholePages(arguments, Overcommit, page, context) is { } overcommit
            ? new HugetlbOperation(0, page, pool / page, overcommit / page)
            : null;
    }
}
