using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of step that is about a file that its process has open.</summary>
internal abstract class FileStep(string name, string doc, params Parameter[] parameters) : ProcessStep(name, doc, [FileParameter.File, .. parameters])
{
    private protected sealed override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        var file = context.Files.Find(step.Arguments, process, context.IsForgiving);
        if (file is { } number)
            return CompileFor(step.Arguments, process, number, context);
        Recover(step, context);
        return null;
    }

    private protected abstract Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context);
}
