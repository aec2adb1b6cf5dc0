using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Generating;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>Takes out of a changed scenario what is not valid any more: steps of a process that nobody forks, ranges of no mapping.</summary>
internal sealed class DraftRepair(KernelProfile profile)
{
    /// <summary>The scenario as far as it is valid; null if nothing is left to observe.</summary>
    public ScenarioDraft? Repair(ScenarioDraft draft)
    {
        var builder = new DraftBuilder(profile, null, Limits.Steps, takesAllMemory: true);
        builder.AppendValid(draft.Steps);
        var repaired = draft with { Steps = [.. builder.Steps] };
        return repaired.Steps.Contains(StepDraft.Observe) || repaired.Steps.Any(step => step.Name == StepDraft.Observe.Name) ? repaired : null;
    }
}
