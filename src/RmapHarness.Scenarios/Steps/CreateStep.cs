using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Makes a file.</summary>
internal sealed class CreateStep : ProcessStep
{
    private static readonly Parameter<string> As = Parameter<string>.Required(
        "as", new NameType("the file", "f"), "Its name in this process and in every child forked later.");

    private static readonly Parameter<Choice<FileKind>> On = Parameter<Choice<FileKind>>.Required(
        "on", new ChoiceType<FileKind>(("memfd", FileKind.Memfd), ("tmpfs", FileKind.Tmpfs)), "memfd_create, or a tmpfs that is mounted for it.");

    private static readonly Parameter<Choice<TmpfsHuge>> Huge = Parameter<Choice<TmpfsHuge>>.Optional(
        "huge",
        new ChoiceType<TmpfsHuge>(
            ("never", TmpfsHuge.Never), ("always", TmpfsHuge.Always), ("within-size", TmpfsHuge.WithinSize), ("advise", TmpfsHuge.Advise)),
        "never",
        "Where the tmpfs has large folios (huge=): nowhere; everywhere; where the file is long enough; where madvise hugepage is.").Sampled(2, "always", "within-size", "advise");

    public CreateStep()
        : base("create", "Makes a file that no path leads to, as long as it shall be and with nothing in it, and opens it.", As, On, FileParameter.Size, Huge)
    {
    }

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var size = context.Bytes(arguments, FileParameter.Size, FileParameter.SizeGranule);
        var number = context.Files.Define(process, arguments.Get(As), arguments.NodeOf(As).Mark);
        var (on, huge) = (arguments.Get(On).Value, arguments.Get(Huge).Value);
        if (on != FileKind.Tmpfs && huge != TmpfsHuge.Never)
        {
            context.Diagnostics.Add(arguments.NodeOf(Huge).At(0), "only a tmpfs is mounted with huge=");
            return null;
        }

        return size is null || number is null ? null : new CreateOperation(process.Index, number.Value, on, size.Value, huge);
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
