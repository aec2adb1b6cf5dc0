using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Replaces a part of a mapping.</summary>
internal sealed class MmapFixedStep : ProcessStep
{
    public MmapFixedStep()
        : base(
            "mmap-fixed",
            "Maps new memory over pages (MAP_FIXED); they keep their name.",
            RangeParameter.Range,
            MappingParameters.Kind,
            MappingParameters.Prot,
            MappingParameters.Fill,
            MappingParameters.Reserve)
    {
    }

    public override int Frequency => 1;

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new MmapOperation(
                process.Index,
                range.Address,
                range.Length,
                step.Arguments.Get(MappingParameters.Prot).Value,
                MappingParameters.FlagsOf(step.Arguments) | MapFlags.Fixed)
            : null;
}
