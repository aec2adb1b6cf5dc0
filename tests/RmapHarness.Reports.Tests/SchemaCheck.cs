using System.Text.Json;
using System.Text.RegularExpressions;

namespace RmapHarness.Reports.Tests;

/// <summary>Checks a document against the keywords of JSON Schema that docs/results.schema.json uses; any other keyword is an error.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    public List<string> Errors(JsonElement document)
    {
        var errors = new List<string>();
        Check(root, document, "", errors);
        return errors;
    }

    private void Check(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Holds(schema, keyword, value, path, errors))
                errors.Add($"{path}: {keyword.Name} {keyword.Value.GetRawText()} does not hold for {value.GetRawText()}");
        }
    }

    private bool Holds(JsonElement schema, JsonProperty keyword, JsonElement value, string path, List<string> errors)
    {
        switch (keyword.Name)
        {
            case "$schema" or "$defs" or "title" or "description":
                return true;
            case "$ref":
                var name = keyword.Value.GetString()!["#/$defs/".Length..];
                Check(root.GetProperty("$defs").GetProperty(name), value, path, errors);
                return true;
            case "type":
                return IsOfType(keyword.Value, value);
            case "const":
                return JsonElement.DeepEquals(keyword.Value, value);
            case "enum":
                return keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value));
            case "pattern":
                return Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!);
            case "minimum":
                return value.GetInt64() >= keyword.Value.GetInt64();
            case "minItems":
                return value.GetArrayLength() >= keyword.Value.GetInt32();
            case "required":
                return keyword.Value.EnumerateArray().All(member => value.TryGetProperty(member.GetString()!, out _));
            case "items":
                foreach (var item in value.EnumerateArray())
                    Check(keyword.Value, item, $"{path}[]", errors);
                return true;
            case "properties":
                foreach (var member in keyword.Value.EnumerateObject())
                {
                    if (value.TryGetProperty(member.Name, out var child))
                        Check(member.Value, child, $"{path}.{member.Name}", errors);
                }

                return true;
            case "additionalProperties":
                foreach (var member in value.EnumerateObject())
                    Check(keyword.Value, member.Value, $"{path}.{member.Name}", errors);
                return !schema.TryGetProperty("properties", out _);
            default:
                return false;
        }
    }

    private static bool IsOfType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(alternative => IsOfType(alternative, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
