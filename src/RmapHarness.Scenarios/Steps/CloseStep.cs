using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Closes a file.</summary>
internal sealed class CloseStep : FileStep
{
    public CloseStep()
        : base("close", "Closes a file in this process. It lives on while another one has it open, or anybody maps it.")
    {
    }

    public override int Frequency => 1;

    private protected override Operation? CompileFor(StepArguments arguments, ProcessState process, int file, CompileContext context)
    {
        process.Files = process.Files.Remove(arguments.Get(FileParameter.File));
        return new CloseOperation(process.Index, file);
    }
}
