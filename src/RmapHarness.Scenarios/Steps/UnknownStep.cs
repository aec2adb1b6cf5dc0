using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A step that could not be read at all; what it would have named is anybody's guess.</summary>
internal sealed class UnknownStep() : StepDefinition("", "")
{
    public static UnknownStep Instance { get; } = new();

    public override bool HasProcess => false;

    internal override Operation? Compile(ScenarioStep step, CompileContext context) => null;

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
