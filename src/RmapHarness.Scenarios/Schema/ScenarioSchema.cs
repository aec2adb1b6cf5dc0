using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Reading;

namespace RmapHarness.Scenarios.Schema;

/// <summary>
/// The JSON Schema of scenario files, for editors: completion, hover text and most errors while typing. It is made from the definitions that the
/// loader reads with; what only the loader knows, such as whether a mapping exists, it cannot say.
/// </summary>
public static class ScenarioSchema
{
    /// <summary>Name of the file in docs/ that holds it.</summary>
    public const string FileName = "scenario.schema.json";

    // Kept readable: '<' and '+' need no escape outside HTML.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line that tells an editor where the schema of a file is.</summary>
    /// <param name="path">Path of the schema, as seen from the file.</param>
    public static string Modeline(string path) => $"# yaml-language-server: $schema={path}";

    /// <summary>The whole schema, with a line end at its end.</summary>
    public static string Text()
    {
        var definitions = new JsonObject();
        foreach (var (name, schema) in StepSchema.Definitions())
            definitions[name] = schema;
        definitions["step"] = StepSchema.Item();
        definitions["claim"] = ClaimSchema.Item();
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "RmapHarness scenario",
            ["description"] = "What processes do with memory, and what the author expects to see.",
        };
        var keys = ScenarioReader.Keys;
        var mapping = SchemaNodes.Mapping(
            keys.Select(key => SchemaNodes.Property(key, ValueOf(key.Name))), keys.Where(key => key.IsRequired).Select(key => key.Name));
        foreach (var (name, value) in mapping)
            root[name] = value?.DeepClone();
        root["definitions"] = definitions;
        return root.ToJsonString(Format) + "\n";
    }

    private static JsonObject ValueOf(string key) => key switch
    {
        "name" => SchemaNodes.Text(ScenarioName.Pattern),
        "about" => SchemaNodes.Text(@"[\s\S]*\S[\s\S]*"),
        "needs" => NeedsSchema.Mapping(),
        "for-each" => ForEachSchema(),
        "steps" => ListOf("step", least: 1),
        "expect" => ListOf("claim", least: 0),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "no such key"),
    };

    private static JsonObject ForEachSchema() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = $"^{Names.Pattern}$" },
        ["additionalProperties"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["uniqueItems"] = true, ["items"] = SchemaNodes.Scalar() },
    };

    private static JsonObject ListOf(string definition, int least)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = SchemaNodes.Reference(definition) };
        if (least > 0)
            schema["minItems"] = least;
        return schema;
    }
}
