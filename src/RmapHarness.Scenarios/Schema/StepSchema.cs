using System.Text.Json.Nodes;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Schema;

/// <summary>The schema of the steps, from their definitions.</summary>
internal static class StepSchema
{
    // Editors offer only keys that are spelt out; the first process of nearly every scenario is called so.
    private const string UsualProcess = "parent";

    /// <summary>What each kind of step takes, by the name of its definition.</summary>
    public static IEnumerable<(string Name, JsonObject Schema)> Definitions() =>
        StepCatalogue.All.Select(step => ($"step-{step.Name}", SchemaNodes.Described(ArgumentsOf(step), step.Doc)));

    /// <summary>One item of <c>steps</c>.</summary>
    public static JsonObject Item()
    {
        var named = new JsonObject();
        var patterns = new JsonObject();
        var snippets = new JsonArray();
        foreach (var step in StepCatalogue.All)
        {
            var reference = SchemaNodes.Reference($"step-{step.Name}");
            named[step.HasProcess ? $"{UsualProcess} {step.Name}" : step.Name] = reference;
            if (step.HasProcess)
                patterns[$@"^({Names.Pattern}|\$\{{{Names.Pattern}\}}) +{step.Name}$"] = reference.DeepClone();
            snippets.Add(Snippet(step));
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["properties"] = named,
            ["patternProperties"] = patterns,
            ["additionalProperties"] = false,
            ["defaultSnippets"] = snippets,
        };
    }

    private static JsonObject ArgumentsOf(StepDefinition step)
    {
        var mapping = SchemaNodes.Mapping(
            step.Parameters.Select(parameter => (parameter.Name, ValueOf(parameter))),
            step.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name));
        if (step is TogetherStep)
            return SchemaNodes.Mapping([.. step.Parameters.Select(parameter => (parameter.Name, ValueOf(parameter))), (TogetherStep.StepsKey, Steps())], [TogetherStep.StepsKey]);
        if (step.Shorthand is { } shorthand)
            return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = new JsonArray(shorthand) }, mapping) };
        if (step.Parameters.Any(parameter => parameter.IsRequired))
            return mapping;
        return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, mapping) };
    }

    private static JsonObject Steps() => SchemaNodes.Described(
        new JsonObject { ["type"] = "array", ["items"] = SchemaNodes.Reference("step"), ["minItems"] = 1 }, TogetherStep.StepsDoc);

    private static JsonObject ValueOf(Parameter parameter)
    {
        var type = parameter.Type;
        var schema = type.AllowedValues.Count > 0 ? SchemaNodes.Choice(type.AllowedValues)
            : type.Pattern is { } pattern ? SchemaNodes.Text(pattern)
            : SchemaNodes.Scalar();
        var byDefault = parameter.DefaultText is { } text ? $" Default: {text}." : "";
        return SchemaNodes.Described(schema, $"{parameter.Doc} {char.ToUpperInvariant(type.Description[0])}{type.Description[1..]}.{byDefault}");
    }

    private static JsonObject Snippet(StepDefinition step) => new()
    {
        ["label"] = step.Name,
        ["description"] = step.Doc,
        ["bodyText"] = step.Example,
    };
}
