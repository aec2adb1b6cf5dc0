using System.Text.Json.Nodes;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Reading;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Schema;

/// <summary>The schema of the claims in <c>expect</c>.</summary>
internal static class ClaimSchema
{
    /// <summary>One claim.</summary>
    public static JsonObject Item()
    {
        var fields = ClaimField.All;
        var schema = SchemaNodes.Mapping(
            [.. ClaimsReader.Keys.Select(key => SchemaNodes.Property(key, KeySchema(key.Name))), .. fields.Select(field => (field.Name, FieldSchema(field)))],
            ClaimsReader.Keys.Where(key => key.IsRequired).Select(key => key.Name));
        var ofPages = fields.Where(field => field.Smaps is null).Select(field => field.Name).ToList();
        var ofVma = fields.Where(field => field.Smaps is not null).Select(field => field.Name).ToList();
        schema["oneOf"] = new JsonArray(Target("page", ofPages), Target("range", ofPages), Target("vma", ofVma));
        return schema;
    }

    private static JsonObject Target(string key, List<string> fields) => new()
    {
        ["required"] = new JsonArray(key),
        ["propertyNames"] = new JsonObject { ["enum"] = SchemaNodes.Array(["process", key, "at", .. fields]) },
        ["minProperties"] = 3,
    };

    private static JsonObject KeySchema(string key) => SchemaNodes.Text(key switch
    {
        "page" => RangeParser.PagePattern,
        "range" or "vma" => RangeParser.Pattern,
        _ => Names.Pattern,
    });

    private static JsonObject FieldSchema(ClaimField field)
    {
        var value = ValueSchema(field);
        var byScheme = SchemaNodes.Mapping(Words.All<AccountingScheme>().Select(scheme => (scheme, ValueSchema(field))), []);
        byScheme["minProperties"] = 1;
        var doc = field.Smaps is null ? $"{field.Name} of the page" : $"{field.Name} of the VMA in smaps";
        return SchemaNodes.Described(
            new JsonObject { ["anyOf"] = new JsonArray(value, byScheme) }, $"{doc}{(field.IsMemory ? ", a size or kB" : "")}; or a mapping of schemes to values.");
    }

    private static JsonObject ValueSchema(ClaimField field)
    {
        var number = new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = Limits.Number };
        var text = SchemaNodes.Text(field.IsMemory ? QuantityParser.SizePattern : "[0-9]+");
        return field.IsBit
            ? new JsonObject { ["enum"] = new JsonArray(0, 1, true, false, "${…}") }
            : new JsonObject { ["anyOf"] = new JsonArray(number, text) };
    }
}
