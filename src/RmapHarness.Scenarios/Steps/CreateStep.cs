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

    public CreateStep()
        : base("create", "Makes a file without a name, as long as it shall be and with nothing in it, and opens it.", As, On, FileParameter.Size)
    {
    }

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var arguments = step.Arguments;
        var size = context.Bytes(arguments, FileParameter.Size, FileParameter.SizeGranule);
        var number = context.Files.Define(process, arguments.Get(As), arguments.NodeOf(As).Mark);
        return size is null || number is null ? null : new CreateOperation(process.Index, number.Value, arguments.Get(On).Value, size.Value);
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
