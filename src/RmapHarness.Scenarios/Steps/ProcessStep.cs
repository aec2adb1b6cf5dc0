using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of step that a process does.</summary>
internal abstract class ProcessStep(string name, string doc, params Parameter[] parameters) : StepDefinition(name, doc, parameters)
{
    public sealed override bool HasProcess => true;

    internal sealed override Operation? Compile(ScenarioStep step, CompileContext context)
    {
        if (context.Actor(step) is { } process)
            return CompileFor(step, process, context);
        Recover(step, context);
        return null;
    }

    private protected abstract Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context);
}
