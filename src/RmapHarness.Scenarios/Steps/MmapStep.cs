using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A new mapping.</summary>
internal sealed class MmapStep : ProcessStep
{
    private static readonly Parameter<string> As =
        Parameter<string>.Required("as", new NameType("the mapping"), "Its name in this process and in every child forked later.");

    private static readonly Parameter<Quantity> Size =
        Parameter<Quantity>.Required("size", SizeType.Instance, "Its length.").Sampled(
        1, "1 pmd", "1 pmd", "2 pmds", "1 page", "2 pages", "7 pages", "20 pages", "1/2 pmd", "1 pmd + 3 pages", "2 pmds - 5 pages");

    private static readonly Parameter<Quantity> Align = Parameter<Quantity>.Optional(
        "align",
        SizeType.Instance,
        "1 pmd",
        "What its address is a multiple of: a power of two. Below 1 pmd, of that and of nothing larger.")
        .Sampled(6, "1 page", "2 pages", "16 pages", "1/2 pmd", "4 pmds");

    public MmapStep()
        : base(
            "mmap",
            "Maps memory at an address of its own, away from every other mapping.",
            As,
            MappingParameters.Kind,
            Size,
            Align,
            MappingParameters.Prot,
            MappingParameters.Fill,
            MappingParameters.Reserve)
    {
    }

    public override int Frequency => 2;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
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

        var mapping = context.DefineMapping(process, arguments.Get(As), arguments.NodeOf(As).Mark, length, align);
        return mapping is null
            ? null
            : new MmapOperation(
                process.Index,
                mapping.Address,
                mapping.Length,
                arguments.Get(MappingParameters.Prot).Value,
                MappingParameters.FlagsOf(arguments) | MapFlags.FixedNoReplace);
    }

    internal override void Recover(ScenarioStep step, CompileContext context)
    {
        if (step.Arguments.Find(As) is { } name)
            context.DefineUnknownMapping(step, name, step.Arguments.NodeOf(As).Mark);
        else
            context.ForgiveUnknownNames();
    }
}
