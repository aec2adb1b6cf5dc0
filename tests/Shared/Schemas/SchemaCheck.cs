using System.Text.Json;
using System.Text.RegularExpressions;

namespace RmapHarness.Testing;

/// <summary>Checks a document against those keywords of JSON Schema that the project's own schemas use; any other keyword is an error.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    /// <summary>What is wrong with a document; empty if nothing is.</summary>
    public List<string> Errors(JsonElement document) => Errors(root, document, "");

    private List<string> Errors(JsonElement schema, JsonElement value, string path)
    {
        var errors = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Holds(schema, keyword, value, path, errors))
                errors.Add($"{path}: {keyword.Name} {keyword.Value.GetRawText()} does not hold for {value.GetRawText()}");
        }

        return errors;
    }

    private bool Holds(JsonElement schema, JsonProperty keyword, JsonElement value, string path, List<string> errors)
    {
        switch (keyword.Name)
        {
            case "$schema" or "$defs" or "definitions" or "title" or "description" or "defaultSnippets":
                return true;
            case "$ref":
                errors.AddRange(Errors(Resolve(keyword.Value.GetString()!), value, path));
                return true;
            case "type":
                return IsOfType(keyword.Value, value);
            case "const":
                return JsonElement.DeepEquals(keyword.Value, value);
            case "enum":
                return keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value));
            case "anyOf":
                return keyword.Value.EnumerateArray().Any(alternative => Errors(alternative, value, path).Count == 0);
            case "oneOf":
                return keyword.Value.EnumerateArray().Count(alternative => Errors(alternative, value, path).Count == 0) == 1;
            case "pattern":
                return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.ECMAScript);
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble();
            default:
                return value.ValueKind switch
                {
                    JsonValueKind.Array => HoldsForItems(keyword, value, path, errors),
                    JsonValueKind.Object => HoldsForMembers(schema, keyword, value, path, errors),
                    _ => keyword.Name is "minItems" or "uniqueItems" or "items" or "required" or "properties" or "patternProperties"
                        or "additionalProperties" or "propertyNames" or "minProperties" or "maxProperties",
                };
        }
    }

    private bool HoldsForItems(JsonProperty keyword, JsonElement value, string path, List<string> errors)
    {
        switch (keyword.Name)
        {
            case "minItems":
                return value.GetArrayLength() >= keyword.Value.GetInt32();
            case "uniqueItems":
                return value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength();
            case "items":
                foreach (var item in value.EnumerateArray())
                    errors.AddRange(Errors(keyword.Value, item, $"{path}[]"));
                return true;
            default:
                return false;
        }
    }

    private bool HoldsForMembers(JsonElement schema, JsonProperty keyword, JsonElement value, string path, List<string> errors)
    {
        var members = value.EnumerateObject().ToList();
        switch (keyword.Name)
        {
            case "required":
                return keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "minProperties":
                return members.Count >= keyword.Value.GetInt32();
            case "maxProperties":
                return members.Count <= keyword.Value.GetInt32();
            case "propertyNames":
                foreach (var member in members)
                    errors.AddRange(Errors(keyword.Value, JsonSerializer.SerializeToElement(member.Name), $"{path}.{member.Name}"));
                return true;
            case "properties":
                foreach (var member in members.Where(member => keyword.Value.TryGetProperty(member.Name, out _)))
                    errors.AddRange(Errors(keyword.Value.GetProperty(member.Name), member.Value, $"{path}.{member.Name}"));
                return true;
            case "patternProperties":
                foreach (var (member, pattern) in Matches(keyword.Value, members))
                    errors.AddRange(Errors(pattern.Value, member.Value, $"{path}.{member.Name}"));
                return true;
            case "additionalProperties":
                var others = members.Where(member => !IsNamed(schema, member)).ToList();
                if (keyword.Value.ValueKind == JsonValueKind.False)
                    return others.Count == 0;
                foreach (var member in others)
                    errors.AddRange(Errors(keyword.Value, member.Value, $"{path}.{member.Name}"));
                return true;
            default:
                return false;
        }
    }

    private static bool IsNamed(JsonElement schema, JsonProperty member) =>
        (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out _))
        || (schema.TryGetProperty("patternProperties", out var patterns) && Matches(patterns, [member]).Any());

    private static IEnumerable<(JsonProperty Member, JsonProperty Pattern)> Matches(JsonElement patterns, IEnumerable<JsonProperty> members) =>
        from member in members
        from pattern in patterns.EnumerateObject()
        where Regex.IsMatch(member.Name, pattern.Name, RegexOptions.ECMAScript)
        select (member, pattern);

    private JsonElement Resolve(string reference) =>
        reference["#/".Length..].Split('/').Aggregate(root, (at, name) => at.GetProperty(name));

    private static bool IsOfType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(alternative => IsOfType(alternative, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
