using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads one scenario and checks it by compiling it.</summary>
internal static class ScenarioReader
{
    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<DocumentKey> Keys { get; } =
    [
        new("name", "The scenario's name, and that of its file: small letters, digits and '-'.", IsRequired: true),
        new("about", "What it asks or claims, in one sentence.", IsRequired: true),
        new("needs", "What a kernel must have; one that has not skips the scenario, with the reason."),
        new("for-each", "Names and lists of values; every combination makes a scenario in which ${name} stands for the value."),
        new("steps", "What happens, in order. The process of the first step is the first process.", IsRequired: true),
        new("expect", "Your own claims, checked against the model and against the kernel, each on its own."),
    ];

    /// <summary>The scenario; it means something only if nothing was reported.</summary>
    public static Scenario? Read(
        MappingNode root, IReadOnlyDictionary<string, string> values, SourceText source, Diagnostics diagnostics)
    {
        var fields = new Fields(root, "a scenario", [.. Keys.Select(key => key.Name)], diagnostics);
        var name = ReadName(fields.Scalar("name", fields.Require("name", root.Mark)), diagnostics);
        var about = ReadAbout(fields.Scalar("about", fields.Require("about", root.Mark)), diagnostics);
        var needs = NeedsReader.Read(fields.Find("needs"), diagnostics);
        var steps = StepsReader.Read(fields.Require("steps", root.Mark), diagnostics);
        var claims = ClaimsReader.Read(fields.Find("expect"), diagnostics);
        if (steps is null)
            return null;
        var expansion = string.Join(",", values.Select(pair => $"{pair.Key}={pair.Value}"));
        var scenario = new Scenario(source)
        {
            Name = expansion.Length == 0 ? name : $"{name}[{expansion}]",
            About = about,
            Needs = needs,
            NeedsNode = fields.Find("needs"),
            Steps = steps,
            Claims = claims,
        };
        var geometry = needs.PageSize is { } pageSize ? Geometry.ForPageSize(pageSize) : Geometry.Base4K;
        ScenarioCompiler.Compile(scenario, geometry, diagnostics);
        return scenario;
    }

    private static string ReadName(ScalarNode? node, Diagnostics diagnostics)
    {
        if (node is null)
            return "";
        if (ScenarioName.Problem(node.Text) is { } problem)
            diagnostics.Add(node.Mark, problem);

        return node.Text;
    }

    private static string ReadAbout(ScalarNode? node, Diagnostics diagnostics)
    {
        if (node is null)
            return "";
        var words = node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            diagnostics.Add(node.Mark, "'about' says in one sentence what the scenario asks or claims");
        return string.Join(' ', words);
    }
}
