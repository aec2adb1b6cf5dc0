using System.Security.Cryptography;
using System.Text;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests.Qemu;
using RmapHarness.Scenarios.Text;
using YamlDotNet.RepresentationModel;

namespace RmapHarness.Cli.Nightly;

/// <summary>Reads a plan. Every key is checked; all errors are told at once.</summary>
public sealed class PlanReader
{
    private const int MostFuzzMinutes = 24 * 60;
    private const int MostFuzzScenarios = 10_000_000;
    private const int MostMemoryMiB = 1 << 20;
    private const int MostProcessors = 64;
    private const int MostNodes = 8;

    private static readonly string[] RootKeys = ["name", "kernels", "arch", "scheme", "scenarios", "fuzz-minutes", "fuzz-scenarios", "fuzz-seed"];
    private static readonly string[] LineKeys = ["kernel", "arch", "scheme", "scenarios", "build", "fuzz-minutes", "fuzz-scenarios", "fuzz-seed", "memory", "cpus", "numa", "append"];

    private readonly PlanNodes nodes;

    private PlanReader(PlanNodes nodes) => this.nodes = nodes;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PlanException">Something is wrong in it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NightlyPlan Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a text as if it were the file.</summary>
    /// <exception cref="PlanException">Something is wrong in it.</exception>
    public static NightlyPlan Parse(string text, string file)
    {
        var nodes = new PlanNodes(file);
        var plan = new PlanReader(nodes).Read(text);
        return nodes.Errors.Count == 0 ? plan : throw new PlanException(nodes.Errors);
    }

    private NightlyPlan Read(string text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var lines = new List<PlanLine>();
        var root = nodes.Root(text, RootKeys) is { } node ? nodes.Map(node, RootKeys) : [];
        if (root.TryGetValue("kernels", out var kernels) && kernels is YamlSequenceNode { Children.Count: > 0 } list)
        {
            foreach (var entry in list.Children)
                lines.AddRange(ReadLine(entry, root));
        }
        else if (nodes.Errors.Count == 0)
        {
            nodes.Fail(kernels, "'kernels' needs a list of kernels");
        }

        foreach (var twice in lines.GroupBy(LineNames.Of).Where(group => group.Count() > 1))
            nodes.Fail(kernels, $"'{twice.Key}' is there twice");
        return new NightlyPlan(root.TryGetValue("name", out var name) ? nodes.Text(name, "name") : "nightly", hash, lines);
    }

    // What a kernel's entry does not say, the plan says for all.
    private IEnumerable<PlanLine> ReadLine(YamlNode node, Dictionary<string, YamlNode> plan)
    {
        var own = node is YamlScalarNode ? new Dictionary<string, YamlNode> { ["kernel"] = node } : nodes.Map(node, LineKeys);
        if (!own.TryGetValue("kernel", out var kernel))
        {
            nodes.Fail(node, "'kernel' is missing");
            yield break;
        }

        YamlNode? Find(string key) => own.GetValueOrDefault(key) ?? plan.GetValueOrDefault(key);
        var line = new PlanLine(nodes.Text(kernel, "kernel"))
        {
            Scenarios = [.. nodes.Texts(Find("scenarios"), "scenarios")],
            IsBuilt = nodes.Flag(Find("build"), "build"),
            Fuzz = new FuzzPlan(
                nodes.Number(Find("fuzz-minutes"), "fuzz-minutes", 0, MostFuzzMinutes),
                nodes.Number(Find("fuzz-scenarios"), "fuzz-scenarios", 0, MostFuzzScenarios),
                nodes.Number(Find("fuzz-seed"), "fuzz-seed", 0, int.MaxValue)),
            Shape = new Runs.GuestShape
            {
                MemoryMiB = nodes.Number(Find("memory"), "memory", QemuGuest.LeastMemoryMiB, MostMemoryMiB),
                Processors = nodes.Number(Find("cpus"), "cpus", 1, MostProcessors) ?? 1,
                NumaNodes = nodes.Number(Find("numa"), "numa", 1, MostNodes) ?? 1,
                KernelArguments = [.. nodes.Texts(Find("append"), "append").SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
            },
        };
        foreach (var architecture in nodes.Choices(Find("arch"), "arch", name => ArchitectureNames.All.TryGetValue(name, out var found) ? found : (Architecture?)null, ArchitectureNames.All.Keys))
        {
            foreach (var scheme in nodes.Choices(Find("scheme"), "scheme", Words.Find<AccountingScheme>, Words.All<AccountingScheme>()))
                yield return line with { Architecture = architecture, Scheme = scheme };
        }
    }
}
