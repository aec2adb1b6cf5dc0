using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Guests.Kernels;

/// <summary>The kernels that have a name (vm/kernels.yaml).</summary>
public sealed class KernelCatalogue
{
    private static readonly string[] EntryKeys = ["suite", "architecture", "flavour", "about"];
    private static readonly string[] RecipeKeys = ["source", "architecture", "fragments", "about"];

    private KernelCatalogue(IReadOnlyList<KernelEntry> entries, IReadOnlyList<KernelRecipe> recipes, KernelEntry standard)
    {
        Entries = entries;
        Recipes = recipes;
        Default = standard;
    }

    /// <summary>Every kernel, in the order of the file.</summary>
    public IReadOnlyList<KernelEntry> Entries { get; }

    /// <summary>Every kernel that can be built, in the order of the file.</summary>
    public IReadOnlyList<KernelRecipe> Recipes { get; }

    /// <summary>The kernel that is used when none is named.</summary>
    public KernelEntry Default { get; }

    /// <summary>Reads the project's catalogue.</summary>
    /// <exception cref="FormatException">The file is not a catalogue; the message has file, line and column.</exception>
    /// <exception cref="TargetUnavailableException">The project's files are not here.</exception>
    public static KernelCatalogue Load()
    {
        var path = Path.Combine(Host.HarnessFiles.VmDirectory(), "kernels.yaml");
        using var text = File.OpenText(path);
        return Read(text, path);
    }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="text">The YAML document.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="FormatException">It is not a catalogue; the message has file, line and column.</exception>
    public static KernelCatalogue Read(TextReader text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(text);
            if (stream.Documents.Count != 1)
                throw new YamlException($"one document is expected, not {stream.Documents.Count}");
            var root = Mapping(stream.Documents[0].RootNode, ["default", "kernels", "builds"]);
            var entries = Mapping(Value(root, "kernels"), null).Children
                .Select(child => Entry(Text(child.Key), Mapping(child.Value, EntryKeys)))
                .ToList();
            var recipes = root.Children.TryGetValue("builds", out var builds)
                ? Mapping(builds, null).Children.Select(child => Recipe(Text(child.Key), Mapping(child.Value, RecipeKeys))).ToList()
                : [];
            var standard = Value(root, "default");
            return new KernelCatalogue(
                entries,
                recipes,
                entries.Find(entry => entry.Name == Text(standard)) ?? throw Error(standard, $"the default '{standard}' is not in the list"));
        }
        catch (YamlException error)
        {
            throw new FormatException($"{file}:{error.Start.Line}:{error.Start.Column}: {error.Message}", error);
        }
    }

    /// <summary>The kernel of a name, or null.</summary>
    public KernelEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    /// <summary>The recipe of a name, or null.</summary>
    public KernelRecipe? FindRecipe(string name) => Recipes.FirstOrDefault(recipe => recipe.Name == name);

    /// <summary>The name that was probably meant, or null if none is near.</summary>
    public string? Suggest(string name) =>
        Spelling.Nearest(name, Entries.Select(entry => entry.Name).Concat(Recipes.Select(recipe => recipe.Name)));

    private static KernelEntry Entry(string name, YamlMappingNode node) =>
        new(name, Text(Value(node, "suite")), ArchitectureOf(node), Text(Value(node, "flavour")), About(node));

    private static KernelRecipe Recipe(string name, YamlMappingNode node)
    {
        var fragments = Value(node, "fragments");
        if (fragments is not YamlSequenceNode { Children.Count: > 0 } list)
            throw Error(fragments, "a list of fragments is expected");
        return new KernelRecipe(name, Text(Value(node, "source")), ArchitectureOf(node), [.. list.Select(Text)], About(node));
    }

    private static string About(YamlMappingNode node) => node.Children.TryGetValue("about", out var about) ? Text(about) : "";

    private static Architecture ArchitectureOf(YamlMappingNode node)
    {
        var architecture = Value(node, "architecture");
        return Text(architecture) switch
        {
            "x86_64" => Architecture.X86_64,
            "arm64" => Architecture.Arm64,
            _ => throw Error(architecture, $"'{architecture}' is not an architecture (x86_64, arm64)"),
        };
    }

    private static YamlMappingNode Mapping(YamlNode node, string[]? keys)
    {
        if (node is not YamlMappingNode mapping)
            throw Error(node, "a mapping is expected");
        if (keys is not null && mapping.Children.Keys.FirstOrDefault(key => !keys.Contains(Text(key))) is { } unknown)
            throw Error(unknown, $"unknown key '{unknown}' (known: {string.Join(", ", keys)})");
        return mapping;
    }

    private static YamlNode Value(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(key, out var value) ? value : throw Error(mapping, $"'{key}' is missing");

    private static string Text(YamlNode node) =>
        node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error(node, "a word is expected");

    private static YamlException Error(YamlNode node, string message) => new(node.Start, node.End, message);
}
