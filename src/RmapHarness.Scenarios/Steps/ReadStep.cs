using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Reads from a file.</summary>
internal sealed class ReadStep : FileStep
{
    public ReadStep()
        : base(
            "read",
            "Reads whole pages of a file into memory (pread), up to the file's end: the kernel stores to the pages, and faults them in. EFAULT where it cannot.",
            RangeParameter.Range,
            FileParameter.From)
    {
    }

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context) =>
        context.Resolve(arguments, process) is { } range && context.Bytes(arguments, FileParameter.From) is { } from
            ? new PreadOperation(process.Index, file, from, range.Address, range.Length)
            : null;
}
