namespace RmapHarness.Scenarios.Yaml;

/// <summary>Writes nodes in one line, as flow style YAML.</summary>
internal static class NodeText
{
    /// <summary>A node in one line.</summary>
    public static string Of(Node node) => node switch
    {
        ScalarNode { IsPlain: true } scalar => scalar.Text,
        ScalarNode scalar => $"\"{scalar.Text.ReplaceLineEndings(" ")}\"",
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Of))}]",
        MappingNode { Entries: [] } => "{}",
        MappingNode mapping => $"{{ {string.Join(", ", mapping.Entries.Select(entry => Of(entry.Key, entry.Value)))} }}",
        _ => "",
    };

    /// <summary>A key with its value in one line.</summary>
    public static string Of(ScalarNode key, Node value) => $"{Of(key)}: {Of(value)}".TrimEnd();
}
