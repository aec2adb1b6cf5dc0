using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>YAML forbids a key that repeats; the parser lets it pass.</summary>
internal static class DuplicateKeys
{
    /// <summary>Reports the repeated keys of one mapping.</summary>
    public static void Report(MappingNode mapping, Diagnostics diagnostics)
    {
        var lines = new Dictionary<string, int>();
        foreach (var (key, _) in mapping.Entries)
        {
            if (!lines.TryAdd(key.Text, key.Mark.Line))
                diagnostics.Add(key.Mark, $"the key {Printable.Quote(key.Text)} is used twice: line {lines[key.Text]} has it already");
        }
    }
}
