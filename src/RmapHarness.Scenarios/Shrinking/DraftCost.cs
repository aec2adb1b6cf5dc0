using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Shrinking;

/// <summary>How much a reader has to take in.</summary>
/// <param name="Steps">Steps.</param>
/// <param name="Processes">Sum over the steps of how many processes are older than the one that acts.</param>
/// <param name="Arguments">Sum of what the arguments cost.</param>
internal readonly record struct DraftCost(int Steps, int Processes, int Arguments) : IComparable<DraftCost>
{
    /// <summary>The cost of a scenario.</summary>
    public static DraftCost Of(ScenarioDraft draft)
    {
        var processes = ProcessesOf(draft);
        var arguments = draft.Steps.Sum(step =>
            StepCatalogue.Find(step.Name)!.Parameters.Sum(parameter => Simpler.CostOf(parameter, step.Find(parameter.Name))));
        return new DraftCost(draft.Steps.Count, draft.Steps.Sum(step => Math.Max(0, processes.IndexOf(step.Process!))), arguments);
    }

    /// <summary>The processes in the order in which they come to be.</summary>
    public static List<string> ProcessesOf(ScenarioDraft draft)
    {
        var names = draft.Steps.Where(step => step.Process is not null).Select(step => step.Process!).Take(1).ToList();
        names.AddRange(draft.Steps.Select(NewProcessOf).OfType<string>());
        return names;
    }

    /// <summary>The name of the process or thread that a step makes; null if it makes none.</summary>
    public static string? NewProcessOf(StepDraft step) => step.Name switch
    {
        "fork" => step.Find("child"),
        "thread" => step.Find("as"),
        _ => null,
    };

    /// <inheritdoc/>
    public int CompareTo(DraftCost other) =>
        Steps != other.Steps ? Steps.CompareTo(other.Steps)
        : Processes != other.Processes ? Processes.CompareTo(other.Processes)
        : Arguments.CompareTo(other.Arguments);
}
