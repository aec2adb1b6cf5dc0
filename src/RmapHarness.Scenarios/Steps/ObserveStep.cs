using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Looks at everything.</summary>
internal sealed class ObserveStep : StepDefinition
{
    private static readonly Parameter<string> Label =
        Parameter<string>.Optional("label", new NameType("the observation", "before"), null, "Its name, for 'at' in 'expect'.").NotSampled();

    public ObserveStep()
        : base("observe", "All live processes stand still and are looked at.", Label)
    {
    }

    public override bool HasProcess => false;

    /// <summary>The generator places it itself.</summary>
    public override int Frequency => 0;

    public override string Shorthand => "all";

    internal override Operation? Compile(ScenarioStep step, CompileContext context)
    {
        var label = step.Arguments.Find(Label);
        return context.DefineObservation(step.Mark, label, label is null ? step.Mark : step.Arguments.NodeOf(Label).Mark)
            ? new ObserveOperation(0)
            : null;
    }

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
