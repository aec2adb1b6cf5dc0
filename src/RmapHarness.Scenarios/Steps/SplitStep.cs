using System.Numerics;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Splits folios.</summary>
internal sealed class SplitStep : ProcessStep
{
    private static readonly Parameter<Quantity> Into =
        Parameter<Quantity>.Optional("into", SizeType.Instance, "1 page", "Size of the folios that they become, a power of two; larger than a page since 6.9.")
            .Sampled(3, "4 pages", "16 pages", "1/2 pmd");

    public SplitStep()
        : base("split", "Splits the large folios that pages belong to, for all who map them (split_huge_pages of debugfs).", RangeParameter.Range, Into)
    {
    }

    public override int Frequency => 1;

    public override KernelFeature Needs => KernelFeature.SplitFile;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var into = context.Bytes(step.Arguments, Into);
        if (into is { } size && !BitOperations.IsPow2(size))
        {
            context.Diagnostics.Add(step.Arguments.NodeOf(Into).At(0), "a folio has a power of two of pages");
            into = null;
        }

        return context.Resolve(step.Arguments, process) is { } range && into is { } bytes
            ? new SplitOperation(process.Index, range.Address, range.Length, BitOperations.Log2(bytes) - context.Geometry.PageShift)
            : null;
    }
}
