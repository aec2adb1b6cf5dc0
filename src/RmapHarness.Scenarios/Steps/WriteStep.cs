using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Writes to a file.</summary>
internal sealed class WriteStep : FileStep
{
    private static readonly Parameter<Quantity> From = Parameter<Quantity>.Optional(
        "from", SizeType.Instance, "0 pages", "First byte in the file. Need not be whole pages: '1 page + 1/2 KiB'.")
        .Sampled(2, "1 page", "3 pages", "16 pages", "17 pages", "1/2 KiB", "3 pages + 1/2 KiB", "1/2 pmd", "1 pmd - 1 page", "1 pmd");

    private static readonly Parameter<Quantity> Length = Parameter<Quantity>.Required(
        "length", SizeType.Instance, "How much. Need not be whole pages.")
        .Sampled(1, "1 page", "1 page", "2 pages", "5 pages", "16 pages", "1/2 KiB", "2 pages + 1/2 KiB", "1/2 pmd", "1 pmd");

    public WriteStep()
        : base("write", "Writes to a file in one call (pwrite); nobody need map it.", From, Length)
    {
    }

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context) =>
        context.Bytes(arguments, From, FileParameter.SizeGranule) is { } from && context.Bytes(arguments, Length, FileParameter.SizeGranule) is { } length
            ? new PwriteOperation(process.Index, file, from, length)
            : null;
}
