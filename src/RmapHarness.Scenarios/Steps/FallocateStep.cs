using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Allocates a part of a file, or makes it a hole.</summary>
internal sealed class FallocateStep : FileStep
{
    private static readonly Parameter<Choice<FallocateMode>> Mode = Parameter<Choice<FallocateMode>>.Required(
        "mode",
        new ChoiceType<FallocateMode>(
            ("allocate", FallocateMode.None), ("keep-size", FallocateMode.KeepSize), ("punch-hole", FallocateMode.KeepSize | FallocateMode.PunchHole)),
        "Allocates pages, and the file grows as needed; the same, but its length stays; or gives pages back (FALLOC_FL_*).");

    public FallocateStep()
        : base("fallocate", "Allocates pages of a file, or makes a hole of them.", Mode, FileParameter.From, FileParameter.Length)
    {
    }

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context) =>
        context.Bytes(arguments, FileParameter.From) is { } from && context.Bytes(arguments, FileParameter.Length) is { } length
            ? new FallocateOperation(process.Index, file, arguments.Get(Mode).Value, from, length)
            : null;
}
