using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Maps a part of a folio as no kernel does yet.</summary>
internal sealed class MapStep : ProcessStep
{
    private static readonly Parameter<string> Folio =
        Parameter<string>.Required("folio", new NameType("the folio", "f"), "Its name; the first step that has it allocates the folio.");

    private static readonly Parameter<Quantity> Size =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Size of the whole folio, a power of two.");

    private static readonly Parameter<Quantity> From =
        Parameter<Quantity>.Optional("from", SizeType.Instance, "0 pages", "Place in the folio of the first page mapped.");

    private static readonly Parameter<Choice<MappingLevel>> By = Parameter<Choice<MappingLevel>>.Required(
        "by",
        new ChoiceType<MappingLevel>(("pte", MappingLevel.Pte), ("pmd", MappingLevel.Pmd), ("pud", MappingLevel.Pud)),
        "Size of the entries.");

    public MapStep()
        : base("map", "Maps a part of a named folio with entries of one size. For the model only.", RangeParameter.Range, Folio, Size, From, By)
    {
    }

    public override bool IsForModelOnly => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var size = context.Bytes(arguments, Size);
        var from = context.Bytes(arguments, From);
        if (size is null || from is null || context.Resolve(arguments, process) is not { } range)
            return null;
        return context.Folio(arguments.Get(Folio), arguments.NodeOf(Folio).Mark, size.Value, arguments.NodeOf(Size).At(0)) is { } folio
            ? new MapFolioOperation(
                process.Index,
                range.Address,
                range.Length,
                folio.Number,
                folio.Order,
                (long)(from.Value >> context.Geometry.PageShift),
                arguments.Get(By).Value)
            : null;
    }
}
