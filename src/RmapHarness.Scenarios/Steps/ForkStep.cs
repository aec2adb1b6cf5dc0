using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Makes a child.</summary>
internal sealed class ForkStep : ProcessStep
{
    private static readonly Parameter<string> Child =
        Parameter<string>.Required("child", new NameType("the child", "child"), "Its name. It knows every mapping that its parent knows.");

    public ForkStep()
        : base("fork", "Makes a child process, which waits for its own steps.", Child)
    {
    }

    public override int Frequency => 4;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.DefineProcess(process, step.Arguments.Get(Child), step.Arguments.NodeOf(Child).Mark) is { } child
            ? new ForkOperation(process.Index, child.Index)
            : null;

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
