using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads a whole file: one scenario for each combination of <c>for-each</c>.</summary>
internal static class DocumentReader
{
    private const string ForEachKey = "for-each";

    /// <summary>The scenarios; they mean something only if nothing was reported.</summary>
    public static IReadOnlyList<Scenario> Read(SourceText source, Diagnostics diagnostics)
    {
        var node = NodeReader.Read(source, diagnostics);
        if (node is null)
            return [];
        if (node is ScalarNode { IsNull: true })
        {
            diagnostics.Add(SourceMark.Start, "the file is empty");
            return [];
        }

        if (node is not MappingNode root)
        {
            diagnostics.Add(node.Mark, "a scenario is a mapping: name, about, steps");
            return [];
        }

        var forEach = root.Entries.FirstOrDefault(entry => entry.Key.Text == ForEachKey);
        var combinations = ForEach.Read(forEach.Value, diagnostics);
        var body = root with { Entries = [.. root.Entries.Where(entry => entry.Key.Text != ForEachKey)] };
        var scenarios = new List<Scenario>();
        var expansions = new ExpansionErrors(combinations.Count);
        var used = new HashSet<string>();
        foreach (var values in combinations)
        {
            var own = new Diagnostics(source);
            var substitution = new Substitution(values, own);
            var expanded = (MappingNode)substitution.Apply(body);
            if (!substitution.IsBroken && ScenarioReader.Read(expanded, values, source, own) is { } scenario)
                scenarios.Add(scenario);
            used.UnionWith(substitution.Used);
            expansions.Add(values, own.Errors);
        }

        expansions.Report(diagnostics);

        if (combinations.Count > 0 && forEach.Value is MappingNode parameters)
        {
            foreach (var (key, _) in parameters.Entries.Where(entry => !used.Contains(entry.Key.Text)))
                diagnostics.Add(key.Mark, $"nothing uses {Printable.Quote("${" + key.Text + "}")}");
        }

        return scenarios;
    }
}
