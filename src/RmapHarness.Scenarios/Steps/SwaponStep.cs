using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Turns swap on.</summary>
internal sealed class SwaponStep : StepDefinition
{
    private static readonly Parameter<Quantity> Size =
        Parameter<Quantity>.Optional("size", SizeType.Instance, "16 pmd", "Size of the area. The model knows what happens as long as less than half of it is used.")
            .Sampled(4, "24 pmds", "20 pmds + 5 pages");

    public SwaponStep()
        : base("swapon", "Turns on a swap area until the scenario ends; before, there is none.", Size)
    {
    }

    public override bool HasProcess => false;

    public override int Frequency => 1;

    public override KernelFeature Needs => KernelFeature.SwapArea;

    internal override Operation? Compile(ScenarioStep step, CompileContext context) =>
        context.Bytes(step.Arguments, Size) is { } size ? new SwaponOperation(0, size) : null;
}
