using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Requirements;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads <c>needs</c>.</summary>
internal static class NeedsReader
{
    /// <summary>The keys of <c>needs</c>.</summary>
    public static IReadOnlyList<DocumentKey> Keys { get; } =
    [
        new("thp", "pmd: PMD-sized THP."),
        new("kernel", "Bounds on the release, separated by commas, as in '>= 6.12, < 7.3'."),
        new("arch", "The machine."),
        new("page-size", "Size of the base pages."),
    ];

    private static readonly Dictionary<string, long> PageSizes = new() { ["4 KiB"] = 4096, ["16 KiB"] = 16384, ["64 KiB"] = 65536 };

    private static readonly Dictionary<string, bool> ThpSizes = new() { ["pmd"] = true };

    /// <summary>The words that a key takes; empty if it takes something else.</summary>
    public static IReadOnlyCollection<string> ValuesOf(string key) => key switch
    {
        "thp" => ThpSizes.Keys,
        "arch" => [.. ArchitectureNames.All.Keys],
        "page-size" => PageSizes.Keys,
        _ => [],
    };

    /// <summary>What is needed.</summary>
    public static Needs Read(Node? node, Diagnostics diagnostics)
    {
        if (node is null)
            return Needs.Nothing;
        if (node is not MappingNode mapping)
        {
            diagnostics.Add(node.Mark, "'needs' is a mapping, such as { thp: pmd, kernel: \">= 6.12\" }");
            return Needs.Nothing;
        }

        var fields = new Fields(mapping, "'needs'", [.. Keys.Select(key => key.Name)], diagnostics);
        return new Needs(
            Choice(fields, "thp", ThpSizes, diagnostics) ?? false,
            Bounds(fields, diagnostics),
            Choice(fields, "arch", ArchitectureNames.All, diagnostics),
            Choice(fields, "page-size", PageSizes, diagnostics));
    }

    private static List<VersionBound> Bounds(Fields fields, Diagnostics diagnostics)
    {
        var bounds = new List<VersionBound>();
        if (fields.Scalar("kernel", fields.Find("kernel")) is not { } node)
            return bounds;
        foreach (var text in node.Text.Split(','))
        {
            if (VersionBound.TryParse(text) is { } bound)
                bounds.Add(bound);
            else
                diagnostics.Add(node.Mark, $"{Printable.Quote(text.Trim())} is not a bound on kernel releases such as '>= 6.12'");
        }

        return bounds;
    }

    private static T? Choice<T>(Fields fields, string name, IReadOnlyDictionary<string, T> choices, Diagnostics diagnostics)
        where T : struct
    {
        if (fields.Scalar(name, fields.Find(name)) is not { } node)
            return null;
        if (choices.TryGetValue(node.Text, out var chosen))
            return chosen;
        diagnostics.Add(
            node.Mark,
            $"{Printable.Quote(node.Text)} is not one of {string.Join(", ", choices.Keys)}",
            Spelling.Nearest(node.Text, choices.Keys));
        return null;
    }
}
