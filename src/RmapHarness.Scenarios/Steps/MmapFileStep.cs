using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A new mapping of a file.</summary>
internal sealed class MmapFileStep : FileStep
{
    private static readonly Parameter<Choice<MapFlags>> Share = Parameter<Choice<MapFlags>>.Required(
        "share", new ChoiceType<MapFlags>(("shared", MapFlags.Shared), ("private", MapFlags.Private)), "MAP_SHARED, or MAP_PRIVATE: stores make copies.");

    private static readonly Parameter<Quantity> Offset = Parameter<Quantity>.Optional(
        "offset", SizeType.Instance, "0 pages", "Where in the file it begins. It may reach beyond the file's end, where accesses end with SIGBUS.")
        .Sampled(4, "1 page", "3 pages", "16 pages", "1/2 pmd", "1 pmd");

    public MmapFileStep()
        : base(
            "mmap-file",
            "Maps a file at an address of its own, away from every other mapping.",
            PlacedMapping.As,
            Share,
            PlacedMapping.Size,
            Offset,
            PlacedMapping.Align,
            MappingParameters.Prot,
            MappingParameters.Fill,
            MappingParameters.Reserve)
    {
    }

    public override int Frequency => 3;

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context)
    {
        var offset = context.Bytes(arguments, Offset);
        return PlacedMapping.Define(arguments, process, context) is { } mapping && offset is not null
            ? new MmapFileOperation(
                process.Index,
                mapping.Address,
                mapping.Length,
                arguments.Get(MappingParameters.Prot).Value,
                arguments.Get(Share).Value | arguments.Get(MappingParameters.Fill).Value | arguments.Get(MappingParameters.Reserve).Value
                    | MapFlags.FixedNoReplace,
                file,
                offset.Value)
            : null;
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => PlacedMapping.Recover(step, context);
}
