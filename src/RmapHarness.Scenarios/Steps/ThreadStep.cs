using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Makes a thread.</summary>
internal sealed class ThreadStep : ProcessStep
{
    private static readonly Parameter<string> NameParameter =
        Parameter<string>.Required("as", new NameType("the thread", "thread"), "Its name, where steps have that of a process. It has all that the process has.");

    public ThreadStep()
        : base("thread", "Makes a thread, which waits for its own steps. The memory stays until the last thread ends.", NameParameter)
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.DefineThread(process, step.Arguments.Get(NameParameter), step.Arguments.NodeOf(NameParameter).Mark) is { } thread
            ? new ThreadOperation(process.Index, thread.Index)
            : null;

    internal override void Recover(ScenarioStep step, CompileContext context) => context.ForgiveUnknownNames();
}
