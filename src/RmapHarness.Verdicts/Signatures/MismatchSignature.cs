using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Signatures;

/// <summary>What mismatches of different scenarios are grouped by: most likely they have one cause.</summary>
/// <param name="Behaviour">What the scenario did last before it showed: <c>madvise dontneed</c>.</param>
/// <param name="Key">What differs.</param>
/// <param name="Folio">How the pages are mapped: <c>pmd</c>, <c>pte</c>, <c>zero page</c>, <c>with pmd mappings</c> (a field of smaps), or empty.</param>
public sealed record MismatchSignature(string Behaviour, MismatchKey Key, string Folio)
{
    /// <summary>The signature of a mismatch in a run of a scenario.</summary>
    public static MismatchSignature Of(Difference difference, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(scenario);
        return new MismatchSignature(BehaviourOf(scenario, difference.Step), MismatchKey.Of(difference), FolioOf(difference));
    }

    /// <summary>The signature in one line.</summary>
    public override string ToString() => $"{Behaviour}: {Key}{(Folio.Length == 0 ? "" : $" ({Folio})")}";

    private static string BehaviourOf(Scenario scenario, int step)
    {
        var last = Math.Min(step, scenario.Steps.Count - 1);
        while (last > 0 && !scenario.Steps[last].Definition.HasProcess)
            last--;
        var draft = StepDraft.Of(scenario.Steps[last]);
        var words = scenario.Steps[last].Definition.Parameters
            .Where(parameter => parameter.Type.AllowedValues.Count > 0 && !parameter.Name.StartsWith("expect", StringComparison.Ordinal))
            .Select(parameter => draft.Find(parameter.Name))
            .OfType<string>();
        return string.Join(' ', words.Prepend(draft.Name));
    }

    private static string FolioOf(Difference difference) => difference switch
    {
        { Context: { Zero: true } } => "zero page",
        { Context: { Level: MappingLevel.Pmd } } => "pmd",
        { Context: { Level: MappingLevel.Pte } } => "pte",
        { Vma: { PmdMapped: > 0 } } => "with pmd mappings",
        { Vma: not null } => "without pmd mappings",
        _ => "",
    };
}
