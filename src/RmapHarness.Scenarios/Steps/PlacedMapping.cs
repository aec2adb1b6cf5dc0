using System.Numerics;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameters of a mapping that gets a name and an address of its own.</summary>
internal static class PlacedMapping
{
    public static Parameter<string> As { get; } =
        Parameter<string>.Required("as", new NameType("the mapping"), "Its name in this process and in every child forked later.");

    public static Parameter<Quantity> Size { get; } =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Its length.").Sampled(
        1, "1 pmd", "1 pmd", "2 pmds", "1 page", "2 pages", "7 pages", "20 pages", "1/2 pmd", "1 pmd + 3 pages", "2 pmds - 5 pages");

    public static Parameter<Quantity> Align { get; } = Parameter<Quantity>.Optional(
        "align",
        SizeType.Instance,
        "1 pmd",
        "What its address is a multiple of: a power of two. Below 1 pmd, of that and of nothing larger.")
        .Sampled(6, "1 page", "2 pages", "16 pages", "1/2 pmd", "4 pmds");

    /// <summary>The mapping that a step's arguments define; null after reporting what is wrong.</summary>
    public static MappingState? Define(StepArguments arguments, ProcessState process, CompileContext context)
    {
        var length = context.Bytes(arguments, Size);
        if (length == 0)
        {
            context.Diagnostics.Add(arguments.NodeOf(Size).At(0), "a mapping cannot be empty");
            length = null;
        }

        var align = context.Bytes(arguments, Align);
        if (align is { } alignment && !BitOperations.IsPow2(alignment))
        {
            context.Diagnostics.Add(arguments.NodeOf(Align).At(0), "an alignment is a power of two");
            align = null;
        }

        return context.DefineMapping(process, arguments.Get(As), arguments.NodeOf(As).Mark, length, align);
    }

    /// <summary>Makes known what a broken step would have named.</summary>
    public static void Recover(ScenarioStep step, CompileContext context)
    {
        if (step.Arguments.Find(As) is { } name)
            context.DefineUnknownMapping(step, name, step.Arguments.NodeOf(As).Mark);
        else
            context.ForgiveUnknownNames();
    }
}
