using System.Text;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Drafts;

/// <summary>Writes drafts as scenario files.</summary>
internal static class DraftText
{
    private const string Together = "together";
    private const string Plain = "/._-+ ";

    /// <summary>The whole file, with an end of line at its end.</summary>
    public static string Of(ScenarioDraft draft)
    {
        var text = new StringBuilder();
        text.Append("name: ").Append(draft.Name).Append('\n');
        text.Append("about: ").Append(Quoted(draft.About)).Append('\n');
        if (draft.Needs is not null)
            text.Append("needs: ").Append(draft.Needs).Append('\n');
        text.Append("steps:\n");
        var indent = "";
        foreach (var step in draft.Steps)
        {
            if (step.Name == StepDraft.Observe.Name)
                indent = "";
            text.Append(indent).Append("  - ");
            if (step.Name != Together)
            {
                text.Append(Of(step)).Append('\n');
                continue;
            }

            text.Append(Together).Append(":\n");
            foreach (var argument in step.Arguments)
                text.Append("      ").Append(argument.Key).Append(": ").Append(Quoted(argument.Value)).Append('\n');
            text.Append("      ").Append(TogetherStep.StepsKey).Append(":\n");
            indent = "      ";
        }

        return text.ToString();
    }

    /// <summary>One step in one line, as in <c>child madvise: { range: "a[0..1/2]", advice: dontneed }</c>.</summary>
    public static string Of(StepDraft step)
    {
        var key = step.Process is null ? step.Name : $"{step.Process} {step.Name}";
        if (step.Arguments.Count == 0)
            return StepCatalogue.Find(step.Name)?.Shorthand is { } word ? $"{key}: {word}" : $"{key}:";
        var arguments = step.Arguments.Select(argument => $"{argument.Key}: {Quoted(argument.Value)}");
        return $"{key}: {{ {string.Join(", ", arguments)} }}";
    }

    // Whatever might mean something to YAML gets quotes.
    private static string Quoted(string value)
    {
        var isPlain = value.Length > 0
            && char.IsAsciiLetterOrDigit(value[0])
            && value[^1] != ' '
            && value.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal));
        return isPlain ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
