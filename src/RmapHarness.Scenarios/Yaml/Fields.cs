using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>A mapping whose keys are known: finds values, reports keys that do not exist and keys that are missing.</summary>
internal sealed class Fields
{
    private readonly MappingNode mapping;
    private readonly Diagnostics diagnostics;
    private readonly HashSet<string> misspelt = [];

    /// <summary>Takes a mapping and reports the keys that do not exist.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="what">What it is, for messages: "a scenario".</param>
    /// <param name="known">The keys that exist.</param>
    /// <param name="diagnostics">Where errors go.</param>
    public Fields(MappingNode mapping, string what, IReadOnlyCollection<string> known, Diagnostics diagnostics)
    {
        this.mapping = mapping;
        this.diagnostics = diagnostics;
        What = what;
        foreach (var (key, _) in mapping.Entries)
        {
            if (known.Contains(key.Text))
                continue;
            var unused = known.Where(name => Find(name) is null);
            var suggestion = Spelling.Nearest(key.Text, unused);
            if (suggestion is not null)
                misspelt.Add(suggestion);
            diagnostics.Add(key.Mark, $"{what} has no key {Printable.Quote(key.Text)}", suggestion);
            IsBroken = true;
        }
    }

    /// <summary>What the mapping is, for messages.</summary>
    public string What { get; }

    /// <summary>Something was reported.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>A key's value, or null.</summary>
    public Node? Find(string name) => mapping.Entries.FirstOrDefault(entry => entry.Key.Text == name).Value;

    /// <summary>A key's value; null after reporting that it is missing.</summary>
    public Node? Require(string name, SourceMark mark)
    {
        var value = Find(name);
        if (value is null)
        {
            // A misspelt key was reported already.
            if (!misspelt.Contains(name))
                diagnostics.Add(mark, $"{What} needs the key '{name}'");
            IsBroken = true;
        }

        return value;
    }

    /// <summary>A value as one word; null after reporting that it is a list or a mapping.</summary>
    public ScalarNode? Scalar(string name, Node? value)
    {
        if (value is null or ScalarNode)
            return (ScalarNode?)value;
        diagnostics.Add(value.Mark, $"'{name}' is one value, not a {(value is SequenceNode ? "list" : "mapping")}");
        IsBroken = true;
        return null;
    }
}
