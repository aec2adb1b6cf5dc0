using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Drafts;

/// <summary>A scenario as text that programs write and change: what generating, shrinking and the corpus deal in. It has no claims.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">What it is, in one line.</param>
/// <param name="Needs">What a kernel must have, as flow style YAML; null if nothing.</param>
/// <param name="Steps">The steps.</param>
public sealed record ScenarioDraft(string Name, string About, string? Needs, IReadOnlyList<StepDraft> Steps)
{
    /// <summary>The draft of a scenario that was loaded. Its claims are left out.</summary>
    public static ScenarioDraft Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new ScenarioDraft(
            NameOf(scenario),
            scenario.About,
            scenario.NeedsNode is { } needs ? NodeText.Of(needs) : null,
            [.. scenario.Steps.Select(StepDraft.Of)]);
    }

    // With for-each it has what no file's name may have: name[key=a value].
    private static string NameOf(Scenario scenario)
    {
        var words = scenario.Name.Split([.. scenario.Name.Where(character => !char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character))],
            StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words);
        return name.Length <= Limits.Name ? name : name[..Limits.Name];
    }

    /// <summary>The scenario file.</summary>
    public override string ToString() => DraftText.Of(this);

    /// <summary>Reads the text back, as a file of this name: programs make scenarios the way that people do.</summary>
    /// <param name="file">The file's name.</param>
    public ScenarioLoadResult Load(string file) => ScenarioLoader.LoadText(ToString(), file);
}
