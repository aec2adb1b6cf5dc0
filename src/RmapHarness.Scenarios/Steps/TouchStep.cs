using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Accesses pages.</summary>
internal sealed class TouchStep : ProcessStep
{
    private static readonly Parameter<Choice<bool>> Access = Parameter<Choice<bool>>.Required(
        "access", new ChoiceType<bool>(("read", false), ("write", true)), "Load or store.");

    private static readonly Parameter<Quantity> Every =
        Parameter<Quantity>.Optional("every", SizeType.Instance, "1 page", "Distance of two accesses; the first page is always touched.")
            .Sampled(5, "2 pages", "3 pages", "16 pages", "1/4 pmd", "1 pmd");

    private static readonly Parameter<Choice<bool>> Content = Parameter<Choice<bool>>.Optional(
        "content", new ChoiceType<bool>(("own", false), ("equal", true)), "own",
        "What stores leave: something else in each page at each step, or the same wherever it is equal, as KSM merges it.");

    private static readonly Parameter<Quantity> ExpectFolio = Parameter<Quantity>.Optional(
        "expect-folio",
        FolioType.Instance,
        null,
        "What the touched pages must belong to afterwards; otherwise the run is inconclusive.").NotSampled();

    public TouchStep()
        : base(
            "touch",
            "Accesses the first word of each page in turn and stops at the first signal, which the process survives.",
            RangeParameter.Range,
            Access,
            Every,
            Content,
            ExpectFolio)
    {
    }

    public override int Frequency => 8;

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var stride = context.Bytes(arguments, Every);
        if (stride == 0)
        {
            context.Diagnostics.Add(arguments.NodeOf(Every).At(0), "the distance of two accesses cannot be nothing");
            stride = null;
        }

        var folio = arguments.Has(ExpectFolio) ? context.Bytes(arguments, ExpectFolio) : context.Geometry.PageSize;
        if (folio is { } size && !BitOperations.IsPow2(size))
        {
            context.Diagnostics.Add(arguments.NodeOf(ExpectFolio).At(0), "a folio has a power of two of pages");
            folio = null;
        }

        var (write, equal) = (arguments.Get(Access).Value, arguments.Get(Content).Value);
        if (equal && !write)
        {
            context.Diagnostics.Add(arguments.NodeOf(Content).At(0), "a load leaves nothing");
            return null;
        }

        if (context.Resolve(arguments, process) is not { } range || stride is null || folio is null)
            return null;
        int? order = arguments.Has(ExpectFolio) ? BitOperations.Log2(folio.Value) - context.Geometry.PageShift : null;
        return new TouchOperation(process.Index, range.Address, range.Length, stride.Value, write, order, equal);
    }
}
