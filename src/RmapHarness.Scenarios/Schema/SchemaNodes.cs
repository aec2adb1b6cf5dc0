using System.Text.Json.Nodes;
using RmapHarness.Scenarios.Reading;

namespace RmapHarness.Scenarios.Schema;

/// <summary>The pieces that the schema is put together from (JSON Schema draft 7, which editors know best).</summary>
internal static class SchemaNodes
{
    // A value that for-each fills in is not known before.
    private const string Placeholder = @"\$\{";

    /// <summary>One of a few words.</summary>
    public static JsonObject Choice(IEnumerable<string> words) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = Array(words) },
            new JsonObject { ["type"] = "string", ["pattern"] = Placeholder }),
    };

    /// <summary>A text.</summary>
    /// <param name="pattern">What it matches as a whole.</param>
    public static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = $"^({pattern})$|{Placeholder}" };

    /// <summary>Any word or number.</summary>
    public static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    /// <summary>A mapping with keys of its own and no others.</summary>
    /// <param name="properties">The keys.</param>
    /// <param name="required">Those that must be there.</param>
    public static JsonObject Mapping(IEnumerable<(string Name, JsonObject Schema)> properties, IEnumerable<string> required)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
            ["additionalProperties"] = false,
        };
        var names = Array(required);
        if (names.Count > 0)
            schema["required"] = names;
        return schema;
    }

    /// <summary>A schema with what an editor shows for it.</summary>
    public static JsonObject Described(JsonObject schema, string doc)
    {
        var described = new JsonObject { ["description"] = doc };
        foreach (var (name, value) in schema)
            described[name] = value?.DeepClone();
        return described;
    }

    /// <summary>The schema of a key with the key's documentation.</summary>
    public static (string Name, JsonObject Schema) Property(DocumentKey key, JsonObject schema) => (key.Name, Described(schema, key.Doc));

    /// <summary>A list of words.</summary>
    public static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode?)word)]);

    /// <summary>A reference to a definition.</summary>
    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };
}
