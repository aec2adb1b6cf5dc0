using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Gives a file another length.</summary>
internal sealed class TruncateStep : FileStep
{
    public TruncateStep()
        : base("truncate", "Makes a file shorter or longer (ftruncate), whoever maps it.", FileParameter.Size)
    {
    }

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context) =>
        context.Bytes(arguments, FileParameter.Size, FileParameter.SizeGranule) is { } size ? new FtruncateOperation(process.Index, file, size) : null;
}
