using System.Text.Json;
using NUnit.Framework;
using RmapHarness.Scenarios.Schema;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Testing;

namespace RmapHarness.Scenarios.Tests;

/// <summary>The JSON Schema that editors use.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ScenarioSchema.Text()).RootElement;

    private static string Committed => Repository.PathOf("docs", ScenarioSchema.FileName);

    [TestCase(ScenarioSchema.FileName)]
    [TestCase(StepReference.FileName)]
    public void The_committed_file_is_what_the_definitions_give(string file)
    {
        var path = Repository.PathOf("docs", file);
        var text = file == ScenarioSchema.FileName ? ScenarioSchema.Text() : StepReference.Text();
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_ACCEPT") == "1")
            File.WriteAllText(path, text);
        Assert.That(File.ReadAllText(path), Is.EqualTo(text), "RMAPHARNESS_ACCEPT=1 writes it anew");
    }

    [TestCaseSource(nameof(LibraryFiles))]
    public void A_scenario_of_the_library_is_valid_and_names_the_schema(string file)
    {
        var path = Repository.PathOf("scenarios", file);
        var modeline = ScenarioSchema.Modeline(Path.GetRelativePath(Path.GetDirectoryName(path)!, Committed));
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_ACCEPT") == "1" && !File.ReadAllText(path).StartsWith(modeline, StringComparison.Ordinal))
            File.WriteAllText(path, $"{modeline}\n{File.ReadAllText(path)}");
        var text = File.ReadAllText(path);
        Assert.That(ErrorsOf(text), Is.Empty);
        Assert.That(text.Split('\n')[0], Is.EqualTo(modeline), "RMAPHARNESS_ACCEPT=1 writes it");
    }

    [TestCaseSource(nameof(BadFiles))]
    public void A_broken_scenario_is_refused_unless_only_the_loader_can_know(string file)
    {
        var text = File.ReadAllText(Repository.PathOf("tests", "RmapHarness.Scenarios.Tests", "bad", file));
        Assert.That(ErrorsOf(text), LoaderOnly.Contains(Path.GetFileNameWithoutExtension(file)) ? Is.Empty : Is.Not.Empty);
    }

    [Test]
    public void Every_step_and_parameter_has_a_hover_text()
    {
        foreach (var step in StepCatalogue.All)
        {
            var definition = Schema.GetProperty("definitions").GetProperty($"step-{step.Name}");
            Assert.That(definition.GetProperty("description").GetString(), Is.EqualTo(step.Doc));
            var mapping = definition.TryGetProperty("anyOf", out var alternatives) ? alternatives[1] : definition;
            foreach (var parameter in step.Parameters)
                Assert.That(mapping.GetProperty("properties").GetProperty(parameter.Name).GetProperty("description").GetString(), Does.StartWith(parameter.Doc));
        }
    }

    [TestCaseSource(nameof(Steps))]
    public void The_example_of_a_step_is_valid(string name)
    {
        var example = StepCatalogue.Find(name)!.Example;
        Assert.That(ErrorsOf($"name: x\nabout: x\nsteps:\n  - {example}\n"), Is.Empty);
    }

    private static IEnumerable<string> Steps => StepCatalogue.All.Select(step => step.Name);

    private static IEnumerable<string> LibraryFiles() => FilesOf(Repository.PathOf("scenarios"));

    private static IEnumerable<string> BadFiles() => FilesOf(Repository.PathOf("tests", "RmapHarness.Scenarios.Tests", "bad"));

    private static IEnumerable<string> FilesOf(string directory) => Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(directory, path)).Order(StringComparer.Ordinal);

    private static List<string> ErrorsOf(string text) =>
        YamlAsJson.Read(text) is { } document ? new SchemaCheck(Schema).Errors(document) : ["no YAML"];

    /// <summary>What is wrong with these follows from more than one place of the file, from the bytes, or from a geometry.</summary>
    private static HashSet<string> LoaderOnly { get; } =
    [
        "align-not-power-of-two", "align-zero", "anchor", "claim-outside", "claim-process-gone", "claim-size-no-whole-kB",
        "claim-unknown-label", "every-zero", "expect-folio-not-a-power", "for-each-one-value-wrong", "for-each-too-many", "for-each-unclosed", "for-each-unknown",
        "for-each-unused", "fork-of-parent-name", "kill-of-nobody", "kill-then-act", "label-twice", "name-twice", "name-twice-after-munmap", "needs-page-size-excludes-the-sizes", "observe-first",
        "observe-never", "observe-nobody", "process-exited", "process-madvise-of-thread", "process-name-of-parent", "process-name-twice", "process-not-forked",
        "process-not-forked-yet", "range-after-execve", "range-backwards", "range-empty", "range-fraction-of-page", "range-mapping-of-parent", "range-outside",
        "range-page-outside", "range-starts-outside", "range-unknown-mapping", "size-beyond-arena", "size-division-by-zero",
        "size-negative", "size-not-whole-pages", "size-odd-fraction", "size-overflow", "size-too-many-terms", "size-zero",
        "sizes-beyond-arena-together", "tag", "together-not-observed", "together-in-together", "together-one-process", "together-order-matters", "together-pageout", "together-rounds-zero", "together-with-exit",
    ];
}
