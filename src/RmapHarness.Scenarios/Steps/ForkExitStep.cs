using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Makes a child that ends at once.</summary>
internal sealed class ForkExitStep : ProcessStep
{
    public ForkExitStep()
        : base("fork-exit", "Makes a child process that ends at once, and waits for its end.")
    {
    }

    public override int Frequency => 1;

    internal override bool MayBeTogether => true;

    private protected override Operation CompileFor(ScenarioStep step, ProcessState process, CompileContext context) => new ForkExitOperation(process.Index);
}
