using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A new mapping.</summary>
internal sealed class MmapStep : ProcessStep
{
    public MmapStep()
        : base(
            "mmap",
            "Maps memory at an address of its own, away from every other mapping.",
            PlacedMapping.As,
            MappingParameters.Kind,
            PlacedMapping.Size,
            PlacedMapping.Align,
            MappingParameters.Prot,
            MappingParameters.Fill,
            MappingParameters.Reserve)
    {
    }

    public override int Frequency => 2;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        PlacedMapping.Define(step.Arguments, process, context) is { } mapping
            ? new MmapOperation(
                process.Index,
                mapping.Address,
                mapping.Length,
                step.Arguments.Get(MappingParameters.Prot).Value,
                MappingParameters.FlagsOf(step.Arguments) | MapFlags.FixedNoReplace)
            : null;

    internal override void Recover(ScenarioStep step, CompileContext context) => PlacedMapping.Recover(step, context);
}
