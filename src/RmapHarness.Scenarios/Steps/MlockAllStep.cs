using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Locks everything.</summary>
internal sealed class MlockAllStep : ProcessStep
{
    private static readonly Parameter<Choice<MlockAllFlags>> What = Parameter<Choice<MlockAllFlags>>.Required(
        "what",
        new ChoiceType<MlockAllFlags>(
            ("current", MlockAllFlags.Current),
            ("future", MlockAllFlags.Future),
            ("both", MlockAllFlags.Current | MlockAllFlags.Future)),
        "What is mapped now, what will be, or both.");

    public MlockAllStep()
        : base("mlockall", "Locks all mappings in memory.", What, LockParameter.When)
    {
    }

    public override int Frequency => 1;

    private protected override Operation CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var when = step.Arguments.Get(LockParameter.When).Value ? MlockAllFlags.OnFault : MlockAllFlags.None;
        return new MlockAllOperation(process.Index, step.Arguments.Get(What).Value | when);
    }
}
