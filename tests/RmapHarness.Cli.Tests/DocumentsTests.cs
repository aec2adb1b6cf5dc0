using System.Text.RegularExpressions;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Tests;

/// <summary>docs/documents.md: every type, scenario and test that it names exists, and its precision table is what the command prints.</summary>
public sealed partial class DocumentsTests
{
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "documents.md"));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted { get; }

    [Test]
    public void Every_row_names_a_type_a_scenario_or_why_none_and_a_test()
    {
        var types = typeof(Machine).Assembly.GetTypes().Select(type => type.Name.Split('`')[0]).ToHashSet();
        var scenarios = Directory.EnumerateFiles(Path.Combine(Root, "scenarios"), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        var rows = 0;
        foreach (var row in Page.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|')).Where(cells => cells.Length == 4))
        {
            if (row[1].Trim() == "implemented in" || row[0].StartsWith("---", StringComparison.Ordinal))
                continue;
            rows++;
            Assert.That(types, Does.Contain(Names(row[1]).Single()), row[0]);
            if (!row[2].TrimStart().StartsWith("model only", StringComparison.Ordinal))
                Assert.That(scenarios, Does.Contain(Names(row[2])[0]), row[0]);
            foreach (var test in Names(row[3]))
                Assert.That(HasTest(test), $"{row[0]}: there is no test {test}");
        }

        Assert.That(rows, Is.GreaterThan(30));
    }

    [Test]
    public void Scenarios_marked_model_only_are()
    {
        foreach (Match match in Regex.Matches(Page, @"`(rfc-[a-z-]+)` \(model only"))
        {
            var file = Path.Combine(Root, "scenarios", "documents", $"{match.Groups[1].Value}.yaml");
            Assert.That(ScenarioLoader.Load(file).Scenarios.Single().IsForModelOnly, match.Groups[1].Value);
        }
    }

    [Test]
    public async Task The_precision_table_is_what_the_command_prints()
    {
        using var invocation = new Invocation();
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "--precision"), Is.EqualTo(ExitStatus.Good));
        Assert.That(Page, Does.EndWith(invocation.Output));
    }

    private static List<string> Names(string cell) => [.. Quoted.Matches(cell).Select(match => match.Groups[1].Value)];

    private static bool HasTest(string name)
    {
        var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
        return Directory.EnumerateFiles(Path.Combine(Root, "tests"), $"{type}.cs", SearchOption.AllDirectories)
            .Any(file => File.ReadAllText(file).Contains($" {method}(", StringComparison.Ordinal));
    }
}
