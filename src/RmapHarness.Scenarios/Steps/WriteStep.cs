using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Writes to a file.</summary>
internal sealed class WriteStep : FileStep
{
    public WriteStep()
        : base("write", "Writes whole pages to a file in one call (pwrite); nobody need map them.", FileParameter.From, FileParameter.Length)
    {
    }

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context) =>
        context.Bytes(arguments, FileParameter.From) is { } from && context.Bytes(arguments, FileParameter.Length) is { } length
            ? new PwriteOperation(process.Index, file, from, length)
            : null;
}
