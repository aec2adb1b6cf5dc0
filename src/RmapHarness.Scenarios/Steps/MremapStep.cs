using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Moves or resizes a mapping.</summary>
internal sealed class MremapStep : ProcessStep
{
    private static readonly Parameter<RangeExpression> Onto = Parameter<RangeExpression>.Optional(
        "onto", RangeType.Instance, null, "Where it moves, over whatever is there (MREMAP_FIXED); without it the mapping stays where it is.")
        .NotSampled();

    private static readonly Parameter<Quantity> Size = Parameter<Quantity>.Optional(
        "size", SizeType.Instance, null, "Its new length; without it, the length of 'onto', or else the old one.")
        .Sampled(1, "1 page", "1/2 pmd", "1 pmd", "1 pmd + 3 pages", "3/2 pmd");

    private static readonly Parameter<Choice<bool>> Leaves = Parameter<Choice<bool>>.Optional(
        "leaves",
        new ChoiceType<bool>(("nothing", false), ("memory", true)),
        "nothing",
        "What is left in the old place: nothing, or empty memory (MREMAP_DONTUNMAP).").NotSampled();

    public MremapStep()
        : base("mremap", "Moves pages to other addresses, or makes a mapping longer or shorter.", RangeParameter.Range, Onto, Size, Leaves)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var from = context.Resolve(arguments, process);
        var target = arguments.Find(Onto);
        var onto = target is null ? null : context.Resolve(target, arguments.NodeOf(Onto), process.Name, process.Mappings);
        var size = arguments.Find(Size) is null ? null : context.Bytes(arguments, Size);
        if (from is not { } range || (target is not null && onto is null) || (arguments.Find(Size) is not null && size is null))
            return null;
        var keeps = arguments.Get(Leaves).Value;
        if (keeps && target is null)
        {
            context.Diagnostics.Add(arguments.NodeOf(Leaves).At(0), "only a move can leave something: 'onto' is missing");
            return null;
        }

        var flags = target is null ? MremapFlags.None : MremapFlags.MayMove | MremapFlags.Fixed;
        return new MremapOperation(
            process.Index,
            range.Address,
            range.Length,
            size ?? onto?.Length ?? range.Length,
            keeps ? flags | MremapFlags.DontUnmap : flags,
            onto?.Address ?? 0);
    }
}
