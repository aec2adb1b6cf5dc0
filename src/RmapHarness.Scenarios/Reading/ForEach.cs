using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads <c>for-each</c>: lists of values, every combination of which makes one scenario.</summary>
internal static class ForEach
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>The combinations, the last key running fastest; one empty combination if there is no <c>for-each</c>.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(Node? node, Diagnostics diagnostics)
    {
        if (node is null)
            return [Nothing];
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            diagnostics.Add(node.Mark, "'for-each' is a mapping of names to lists of values");
            return [];
        }

        List<IReadOnlyDictionary<string, string>> combinations = [Nothing];
        foreach (var (key, value) in mapping.Entries)
        {
            if (Names.Problem(key.Text, "a name is missing") is { } problem)
                diagnostics.Add(key.At(problem.Offset), problem.Message);
            var values = Values(key, value, diagnostics);
            if ((long)combinations.Count * values.Count > Limits.Expansions)
            {
                diagnostics.Add(key.Mark, $"'for-each' makes more than {Limits.Expansions} scenarios");
                return [];
            }

            combinations = [.. combinations.SelectMany(_ => values, (before, text) => With(before, key.Text, text))];
        }

        return combinations;
    }

    private static List<string> Values(ScalarNode key, Node node, Diagnostics diagnostics)
    {
        var values = new List<string>();
        if (node is not SequenceNode { Items.Count: > 0 } sequence)
        {
            diagnostics.Add(node.Mark, $"{Printable.Quote(key.Text)} is a list of values with at least one");
            return values;
        }

        foreach (var item in sequence.Items)
        {
            if (item is not ScalarNode scalar)
                diagnostics.Add(item.Mark, $"a value of {Printable.Quote(key.Text)} is one word or sentence");
            else if (values.Contains(scalar.Text))
                diagnostics.Add(item.Mark, $"the value {Printable.Quote(scalar.Text)} is there twice");
            else
                values.Add(scalar.Text);
        }

        return values;
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> before, string key, string value) =>
        new(before) { [key] = value };
}
