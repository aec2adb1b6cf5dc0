using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Requirements;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts.Diff;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>Reads one entry of the file; every error is reported at its place.</summary>
internal sealed class KnownIssueEntry(YamlNode node, Action<Mark, string> report)
{
    private static readonly string[] Keys =
    [
        "id", "title", "kernels", "scenarios", "observable", "field", "process", "step", "expected", "observed", "pages", "vma",
        "lost-dirty", "promised-early", "evidence", "reference",
    ];

    private static readonly string[] KernelKeys = ["version", "arch", "scheme", "uffd-markers"];
    private static readonly string[] PageKeys = ["mapped-by", "zero", "repeats-first", "entry"];
    private static readonly string[] VmaKeys = ["permissions", "lacks-pmd-mapped", "adds-pmd-mapped", "repeats-first"];
    private bool isWrong;

    /// <summary>The entry, or null if something in it is wrong.</summary>
    public KnownIssue? Read()
    {
        var map = Map(node, Keys);
        var issue = new KnownIssue
        {
            Id = Required(map, "id"),
            Title = Required(map, "title"),
            Kernels = ReadKernels(map),
            Scenarios = [.. Texts(map, "scenarios").Select(text => text.Text)],
            Observables = [.. Texts(map, "observable").Select(text => Word<Observable>(text.Place, text.Text, "observable")).OfType<Observable>()],
            Fields = [.. Texts(map, "field").Select(text => text.Text)],
            Process = Optional(map, "process"),
            Step = ReadStep(map),
            Expected = Optional(map, "expected"),
            Observed = Optional(map, "observed"),
            Pages = ReadPages(map),
            Vma = ReadVma(map),
            LostDirty = ReadFlag(map, "lost-dirty") ?? false,
            PromisedEarly = ReadFlag(map, "promised-early") ?? false,
            Evidence = Required(map, "evidence"),
            Reference = Required(map, "reference"),
        };
        return isWrong ? null : issue;
    }

    private KernelRange ReadKernels(Dictionary<string, YamlNode> entry)
    {
        if (!entry.TryGetValue("kernels", out var kernels))
        {
            Fail(node, "'kernels' is missing");
            return new KernelRange([], null, null);
        }

        var map = Map(kernels, KernelKeys);
        var bounds = new List<VersionBound>();
        foreach (var text in Required(map, "version", kernels).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (VersionBound.TryParse(text) is { } bound)
                bounds.Add(bound);
            else
                Fail(map["version"], $"'{text.Trim()}' is not a bound like '>= 6.12'");
        }

        return new KernelRange(bounds, ReadArchitecture(map), Word<AccountingScheme>(map, "scheme"), ReadFlag(map, "uffd-markers"));
    }

    private PageCondition? ReadPages(Dictionary<string, YamlNode> entry)
    {
        if (!entry.TryGetValue("pages", out var pages))
            return null;
        var map = Map(pages, PageKeys);
        return new PageCondition(
            Word<MappingLevel>(map, "mapped-by"), ReadFlag(map, "zero"), ReadFlag(map, "repeats-first") ?? false, Word<PageEntry>(map, "entry"));
    }

    private bool? ReadFlag(Dictionary<string, YamlNode> map, string key)
    {
        var text = Optional(map, key);
        if (text is null or "true" or "false")
            return text is null ? null : text == "true";
        Fail(map[key], $"'{key}' is '{text}', not true or false");
        return null;
    }

    private Architecture? ReadArchitecture(Dictionary<string, YamlNode> map)
    {
        if (Optional(map, "arch") is not { } name)
            return null;
        if (ArchitectureNames.All.TryGetValue(name, out var architecture))
            return architecture;
        Fail(map["arch"], $"'{name}' is not an architecture");
        return null;
    }

    // Where several values may stand, one may stand without brackets.
    private IReadOnlyList<(YamlNode Place, string Text)> Texts(Dictionary<string, YamlNode> entry, string key)
    {
        if (!entry.TryGetValue(key, out var value))
        {
            Fail(node, $"'{key}' is missing");
            return [];
        }

        var places = value is YamlSequenceNode list ? list.Children : [value];
        if (places.Count == 0)
            Fail(value, $"'{key}' needs a text");
        return [.. places.Select(place => (place, Text(place, key)))];
    }

    private VmaCondition? ReadVma(Dictionary<string, YamlNode> entry)
    {
        if (!entry.TryGetValue("vma", out var vma))
            return null;
        var map = Map(vma, VmaKeys);
        return new VmaCondition(
            Optional(map, "permissions"),
            ReadFlag(map, "lacks-pmd-mapped") ?? false,
            ReadFlag(map, "adds-pmd-mapped") ?? false,
            ReadFlag(map, "repeats-first") ?? false);
    }

    private int? ReadStep(Dictionary<string, YamlNode> map)
    {
        if (Optional(map, "step") is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            return step;
        Fail(map["step"], $"'{text}' is not the number of a step");
        return null;
    }

    private T? Word<T>(Dictionary<string, YamlNode> map, string key)
        where T : struct, Enum => Optional(map, key) is { Length: > 0 } text ? Word<T>(map[key], text, key) : null;

    private T? Word<T>(YamlNode place, string text, string key)
        where T : struct, Enum
    {
        if (Words.Find<T>(text) is { } value)
            return value;
        Fail(place, $"'{key}' is '{text}', not one of {string.Join(", ", Words.All<T>())}");
        return null;
    }

    private string Required(Dictionary<string, YamlNode> map, string key, YamlNode? owner = null)
    {
        if (map.TryGetValue(key, out var value))
            return Text(value, key);
        Fail(owner ?? node, $"'{key}' is missing");
        return "";
    }

    private string? Optional(Dictionary<string, YamlNode> map, string key) =>
        map.TryGetValue(key, out var value) ? Text(value, key) : null;

    private string Text(YamlNode value, string key)
    {
        if (value is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
            return text.Trim();
        Fail(value, $"'{key}' needs a text");
        return "";
    }

    private Dictionary<string, YamlNode> Map(YamlNode owner, string[] keys)
    {
        var map = new Dictionary<string, YamlNode>();
        if (owner is not YamlMappingNode mapping)
        {
            Fail(owner, $"expected the keys {string.Join(", ", keys)}");
            return map;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && keys.Contains(name))
                map[name] = value;
            else
                Fail(key, $"unknown key '{key}'; known are {string.Join(", ", keys)}");
        }

        return map;
    }

    private void Fail(YamlNode place, string message)
    {
        isWrong = true;
        report(place.Start, message);
    }
}
