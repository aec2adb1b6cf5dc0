using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Gives advice about pages of a process through a pidfd.</summary>
internal sealed class ProcessMadviseStep : ProcessStep
{
    private static readonly Parameter<string> Target =
        Parameter<string>.Required("process", ProcessType.Instance, "Whose memory it is; may be the acting process's own.");

    private static readonly Parameter<Choice<Advice>> AdviceParameter =
        Parameter<Choice<Advice>>.Required("advice", AdviceType.Instance, "The MADV_* value; what is not permitted ends with EINVAL.")
            .Preferring("cold", "cold", "cold", "cold", "cold", "pageout", "pageout", "pageout", "pageout", "pageout", "collapse", "collapse", "collapse", "collapse");

    public ProcessMadviseStep()
        : base("process-madvise", "Gives the kernel advice about pages of another process (process_madvise).", Target, RangeParameter.Range, AdviceParameter)
    {
    }

    public override int Frequency => 1;

    internal override bool MayBeTogether => true;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context)
    {
        if (context.Find(step.Arguments, Target) is not { } target)
            return null;
        if (target.IsThread)
        {
            context.Diagnostics.Add(step.Arguments.NodeOf(Target).Mark, $"'{target.Name}' is a thread: a pidfd is of a process");
            return null;
        }

        return context.Resolve(step.Arguments, target) is { } range
            ? new ProcessMadviseOperation(process.Index, target.Index, range.Address, range.Length, step.Arguments.Get(AdviceParameter).Value)
            : null;
    }
}
