using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads a step's arguments as its definition says.</summary>
internal static class ArgumentsReader
{
    /// <summary>The arguments that are well formed.</summary>
    /// <param name="definition">The kind of step.</param>
    /// <param name="key">The step's key.</param>
    /// <param name="value">What stands behind it.</param>
    /// <param name="diagnostics">Where errors go.</param>
    /// <param name="isComplete">Nothing was wrong.</param>
    public static StepArguments Read(
        StepDefinition definition, ScalarNode key, Node value, Diagnostics diagnostics, out bool isComplete)
    {
        var arguments = new StepArguments();
        isComplete = false;
        if (Mapping(definition, value, diagnostics) is not { } mapping)
            return arguments;
        var names = definition.Parameters.Select(parameter => parameter.Name).ToList();
        var fields = new Fields(mapping, $"'{definition.Name}'", names, diagnostics);
        isComplete = true;
        foreach (var parameter in definition.Parameters)
        {
            var node = parameter.IsRequired ? fields.Require(parameter.Name, key.Mark) : fields.Find(parameter.Name);
            if (node is null && parameter.DefaultText is { } text)
                node = new ScalarNode(key.Mark, text, true, null);
            if (fields.Scalar(parameter.Name, node) is not { } scalar)
                continue;
            var parsed = parameter.Type.Read(scalar.Text, out var problem);
            if (parsed is not null)
            {
                arguments.Set(parameter, new Argument(parsed, scalar));
                continue;
            }

            diagnostics.Add(scalar.At(problem!.Offset), problem.Message, problem.Suggestion);
            isComplete = false;
        }

        isComplete &= !fields.IsBroken;
        return arguments;
    }

    private static MappingNode? Mapping(StepDefinition definition, Node value, Diagnostics diagnostics)
    {
        if (value is MappingNode mapping)
            return mapping;
        var isEmpty = value is ScalarNode { IsNull: true } && definition.Shorthand is null;
        if (isEmpty || (value is ScalarNode scalar && scalar.Text == definition.Shorthand))
            return new MappingNode(value.Mark, []);
        var shorthand = definition.Shorthand is null ? "" : $" or '{definition.Shorthand}'";
        diagnostics.Add(value.Mark, $"the arguments of '{definition.Name}' are '{{ key: value, … }}'{shorthand}", definition.Shorthand);
        return null;
    }
}
