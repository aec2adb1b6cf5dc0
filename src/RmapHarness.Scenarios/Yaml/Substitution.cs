using System.Text;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>Puts values in the place of <c>${name}</c>, in keys and values.</summary>
internal sealed class Substitution(IReadOnlyDictionary<string, string> values, Diagnostics diagnostics)
{
    private readonly HashSet<string> used = [];

    /// <summary>The names that something used.</summary>
    public IReadOnlyCollection<string> Used => used;

    /// <summary>Something could not be replaced.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>A copy of a node with everything replaced.</summary>
    public Node Apply(Node node) => node switch
    {
        ScalarNode scalar => Apply(scalar),
        SequenceNode sequence => sequence with { Items = [.. sequence.Items.Select(Apply)] },
        MappingNode mapping => Apply(mapping),
        _ => node,
    };

    private MappingNode Apply(MappingNode mapping)
    {
        var entries = mapping.Entries.Select(entry => KeyValuePair.Create(Apply(entry.Key), Apply(entry.Value)));
        var applied = mapping with { Entries = [.. entries] };
        DuplicateKeys.Report(applied, diagnostics);
        return applied;
    }

    private ScalarNode Apply(ScalarNode scalar)
    {
        if (!scalar.Text.Contains("${", StringComparison.Ordinal))
            return scalar;
        var text = new StringBuilder();
        var at = 0;
        while (true)
        {
            var begin = scalar.Text.IndexOf("${", at, StringComparison.Ordinal);
            if (begin < 0)
                break;
            text.Append(scalar.Text, at, begin - at);
            var end = scalar.Text.IndexOf('}', begin);
            if (end < 0)
            {
                diagnostics.Add(scalar.At(begin), "'${' has no '}'");
                IsBroken = true;
                return scalar;
            }

            text.Append(Value(scalar.Text[(begin + 2)..end], scalar.At(begin)));
            at = end + 1;
        }

        text.Append(scalar.Text, at, scalar.Text.Length - at);
        return scalar with { Text = text.ToString(), TextMark = null };
    }

    private string Value(string name, SourceMark mark)
    {
        used.Add(name);
        if (values.TryGetValue(name, out var value))
            return value;
        diagnostics.Add(mark, $"'for-each' has no {Printable.Quote(name)}", Spelling.Nearest(name, values.Keys));
        IsBroken = true;
        return "";
    }
}
