using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Cli.Nightly;

/// <summary>Reads values out of the nodes of a plan, and collects what is wrong with them.</summary>
/// <param name="file">What the errors name.</param>
internal sealed class PlanNodes(string file)
{
    private const string All = "auto";

    private readonly List<string> errors = [];

    /// <summary>Each error as <c>file:line:column: error: …</c>.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>The mapping that the text is; null if it is something else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keys">The keys that it may have.</param>
    public YamlMappingNode? Root(string text, string[] keys)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (Exception exception) when (exception is YamlException or ArgumentException)
        {
            errors.Add(At(exception is YamlException at ? at.Start : Mark.Empty, exception.Message));
            return null;
        }

        if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
            return root;
        errors.Add(At(Mark.Empty, $"not one mapping with the keys {string.Join(", ", keys)}"));
        return null;
    }

    /// <summary>The values that a node has out of a set of words; null stands for the word <c>auto</c>, which is also what no node means.</summary>
    public IReadOnlyList<T?> Choices<T>(YamlNode? node, string key, Func<string, T?> find, IEnumerable<string> words)
        where T : struct
    {
        var choices = new List<T?>();
        foreach (var text in Texts(node, key).DefaultIfEmpty(All))
        {
            var choice = find(text);
            if (choice is null && text != All)
                Fail(node, $"'{key}' is '{text}', not one of {string.Join(", ", words.Prepend(All))}");
            choices.Add(choice);
        }

        return choices;
    }

    /// <summary>A number; null if there is no node, or another thing.</summary>
    public int? Number(YamlNode? node, string key, int least, int most)
    {
        if (node is null)
            return null;
        if (int.TryParse(Text(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fail(node, $"'{key}' needs a number from {least} to {most}");
        return null;
    }

    /// <summary>Yes or no; no if there is no node.</summary>
    public bool Flag(YamlNode? node, string key)
    {
        if (node is null)
            return false;
        if (Text(node, key) is var text && text is not ("true" or "false"))
            Fail(node, $"'{key}' needs true or false");
        return text == "true";
    }

    /// <summary>Texts; where several may stand, one may stand without brackets. None if there is no node.</summary>
    public IEnumerable<string> Texts(YamlNode? node, string key) =>
        node is null ? [] : node is YamlSequenceNode list ? [.. list.Children.Select(child => Text(child, key))] : [Text(node, key)];

    /// <summary>A text; empty if it is none.</summary>
    public string Text(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
            return text.Trim();
        Fail(node, $"'{key}' needs a text");
        return "";
    }

    /// <summary>The values of a mapping by their keys.</summary>
    public Dictionary<string, YamlNode> Map(YamlNode node, string[] keys)
    {
        var map = new Dictionary<string, YamlNode>();
        if (node is not YamlMappingNode mapping)
        {
            Fail(node, $"expected the keys {string.Join(", ", keys)}");
            return map;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !keys.Contains(name))
                Fail(key, $"unknown key '{key}'; known are {string.Join(", ", keys)}");
            else
                map[name] = value;
        }

        return map;
    }

    /// <summary>Notes an error.</summary>
    public void Fail(YamlNode? node, string message) => errors.Add(At(node?.Start ?? Mark.Empty, message));

    private string At(Mark mark, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{mark.Line}:{mark.Column}: error: {message}");
}
