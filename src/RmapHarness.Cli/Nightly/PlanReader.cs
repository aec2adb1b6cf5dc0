using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests.Qemu;
using RmapHarness.Scenarios.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Cli.Nightly;

/// <summary>Reads a plan. Every key is checked; all errors are told at once.</summary>
public sealed class PlanReader
{
    private const string All = "auto";
    private const int MostFuzzMinutes = 24 * 60;
    private const int MostMemoryMiB = 1 << 20;
    private const int MostProcessors = 64;
    private const int MostNodes = 8;

    private static readonly string[] RootKeys = ["name", "kernels", "arch", "scheme", "scenarios", "fuzz-minutes"];
    private static readonly string[] LineKeys = ["kernel", "arch", "scheme", "scenarios", "fuzz-minutes", "memory", "cpus", "numa", "append"];

    private readonly string file;
    private readonly List<string> errors = [];

    private PlanReader(string file) => this.file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PlanException">Something is wrong in it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NightlyPlan Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a text as if it were the file.</summary>
    /// <exception cref="PlanException">Something is wrong in it.</exception>
    public static NightlyPlan Parse(string text, string file)
    {
        var reader = new PlanReader(file);
        var plan = reader.Read(text);
        return reader.errors.Count == 0 ? plan : throw new PlanException(reader.errors);
    }

    private NightlyPlan Read(string text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var lines = new List<PlanLine>();
        var root = Root(text) is { } node ? Map(node, RootKeys) : [];
        if (root.TryGetValue("kernels", out var kernels) && kernels is YamlSequenceNode { Children.Count: > 0 } list)
        {
            foreach (var entry in list.Children)
                lines.AddRange(ReadLine(entry, root));
        }
        else if (errors.Count == 0)
        {
            Fail(kernels, "'kernels' needs a list of kernels");
        }

        foreach (var twice in lines.GroupBy(LineNames.Of).Where(group => group.Count() > 1))
            Fail(kernels, $"'{twice.Key}' is there twice");
        return new NightlyPlan(root.TryGetValue("name", out var name) ? Text(name, "name") : "nightly", hash, lines);
    }

    private YamlMappingNode? Root(string text)
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
        errors.Add(At(Mark.Empty, $"not one mapping with the keys {string.Join(", ", RootKeys)}"));
        return null;
    }

    // What a kernel's entry does not say, the plan says for all.
    private IEnumerable<PlanLine> ReadLine(YamlNode node, Dictionary<string, YamlNode> plan)
    {
        var own = node is YamlScalarNode ? new Dictionary<string, YamlNode> { ["kernel"] = node } : Map(node, LineKeys);
        if (!own.TryGetValue("kernel", out var kernel))
        {
            Fail(node, "'kernel' is missing");
            yield break;
        }

        YamlNode? Find(string key) => own.GetValueOrDefault(key) ?? plan.GetValueOrDefault(key);
        var line = new PlanLine(Text(kernel, "kernel"))
        {
            Scenarios = [.. Texts(Find("scenarios"), "scenarios")],
            FuzzMinutes = Number(Find("fuzz-minutes"), "fuzz-minutes", 0, MostFuzzMinutes) ?? 0,
            Shape = new Runs.GuestShape
            {
                MemoryMiB = Number(Find("memory"), "memory", QemuGuest.LeastMemoryMiB, MostMemoryMiB),
                Processors = Number(Find("cpus"), "cpus", 1, MostProcessors) ?? 1,
                NumaNodes = Number(Find("numa"), "numa", 1, MostNodes) ?? 1,
                KernelArguments = [.. Texts(Find("append"), "append").SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
            },
        };
        foreach (var architecture in Choices(Find("arch"), "arch", name => ArchitectureNames.All.TryGetValue(name, out var found) ? found : (Architecture?)null, ArchitectureNames.All.Keys))
        {
            foreach (var scheme in Choices(Find("scheme"), "scheme", Words.Find<AccountingScheme>, Words.All<AccountingScheme>()))
                yield return line with { Architecture = architecture, Scheme = scheme };
        }
    }

    private List<T?> Choices<T>(YamlNode? node, string key, Func<string, T?> find, IEnumerable<string> words)
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

    private int? Number(YamlNode? node, string key, int least, int most)
    {
        if (node is null)
            return null;
        if (int.TryParse(Text(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fail(node, $"'{key}' needs a number from {least} to {most}");
        return null;
    }

    // Where several values may stand, one may stand without brackets.
    private IEnumerable<string> Texts(YamlNode? node, string key) =>
        node is null ? [] : node is YamlSequenceNode list ? [.. list.Children.Select(child => Text(child, key))] : [Text(node, key)];

    private string Text(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
            return text.Trim();
        Fail(node, $"'{key}' needs a text");
        return "";
    }

    private Dictionary<string, YamlNode> Map(YamlNode node, string[] keys)
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

    private void Fail(YamlNode? node, string message) => errors.Add(At(node?.Start ?? Mark.Empty, message));

    private string At(Mark mark, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{mark.Line}:{mark.Column}: error: {message}");
}
