using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>All that may make a scenario smaller or simpler. Each reduction lowers <see cref="DraftCost"/>, so that shrinking ends.</summary>
internal static class Reductions
{
    /// <summary>Runs of steps taken out, long runs first, single steps last.</summary>
    public static IEnumerable<ScenarioDraft> OfSteps(ScenarioDraft draft)
    {
        for (var length = draft.Steps.Count / 2; length >= 1; length /= 2)
        {
            for (var from = draft.Steps.Count - length; from > -length; from -= length)
                yield return Without(draft, Math.Max(0, from), from + length);
        }
    }

    /// <summary>Two steps taken out together, where none can go alone: a fork and the exit that it needs.</summary>
    public static IEnumerable<ScenarioDraft> OfPairs(ScenarioDraft draft)
    {
        for (var second = draft.Steps.Count - 1; second > 0; second--)
        {
            for (var first = second - 1; first >= 0; first--)
                yield return Without(Without(draft, second, second + 1), first, first + 1);
        }
    }

    /// <summary>A child less: its parent does what it did.</summary>
    public static IEnumerable<ScenarioDraft> OfProcesses(ScenarioDraft draft)
    {
        for (var i = draft.Steps.Count - 1; i >= 0; i--)
        {
            if (draft.Steps[i].Process is not { } parent || DraftCost.NewProcessOf(draft.Steps[i]) is not { } child)
                continue;
            var others = draft.Steps.Where((_, j) => j != i);
            yield return draft with { Steps = [.. others.Select(step => step.Process == child ? step with { Process = parent } : step)] };
        }
    }

    /// <summary>One step done by an older process.</summary>
    public static IEnumerable<ScenarioDraft> OfActors(ScenarioDraft draft)
    {
        var processes = DraftCost.ProcessesOf(draft);
        for (var i = 0; i < draft.Steps.Count; i++)
        {
            var step = draft.Steps[i];
            foreach (var older in processes.TakeWhile(process => process != step.Process))
            {
                if (step.Process is not null)
                    yield return With(draft, i, step with { Process = older });
            }
        }
    }

    /// <summary>One argument simpler, or left out.</summary>
    public static IEnumerable<ScenarioDraft> OfArguments(ScenarioDraft draft)
    {
        for (var i = 0; i < draft.Steps.Count; i++)
        {
            var step = draft.Steps[i];
            foreach (var parameter in StepCatalogue.Find(step.Name)!.Parameters)
            {
                if (step.Find(parameter.Name) is not { } value)
                    continue;
                foreach (var simpler in Simpler.ThanArgument(parameter, value))
                    yield return With(draft, i, step.With(parameter.Name, simpler));
            }
        }
    }

    private static ScenarioDraft Without(ScenarioDraft draft, int from, int to) =>
        draft with { Steps = [.. draft.Steps.Take(from), .. draft.Steps.Skip(to)] };

    private static ScenarioDraft With(ScenarioDraft draft, int index, StepDraft step) =>
        draft with { Steps = [.. draft.Steps.Take(index), step, .. draft.Steps.Skip(index + 1)] };
}
