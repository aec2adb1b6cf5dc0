using System.Text.Json;
using RmapHarness.Reports.Json;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Tests;

public sealed class ResultsFileTests
{
    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public void Everything_is_in_it()
    {
        using var document = Write(Results.Pass, Results.Fail, Results.KnownIssue, Results.Skipped);
        var root = document.RootElement;

        Assert.That(root.GetProperty("schema").GetInt32(), Is.EqualTo(1));
        Assert.That(root.GetProperty("harness").GetString(), Is.EqualTo("0.1.0"));
        Assert.That(JsonElement.DeepEquals(root.GetProperty("kernel"), root.GetProperty("kernels")[0]), Is.True);
        var kernel = root.GetProperty("kernel");
        Assert.That(
            kernel.EnumerateObject().Select(member => $"{member.Name}={(member.Value.ValueKind == JsonValueKind.Object ? JsonSerializer.Serialize(member.Value) : member.Value)}"),
            Is.EqualTo(new[]
            {
                "name=new", "release=7.3.4+deb13-cloud-amd64", "arch=x86_64", "pageSize=4096", "scheme=page-mapcount", "sharing=mm-id",
                "accel=tcg", "facts=swap=off", """behaviour={"known":false,"text":"as none","evidence":["one"]}""",
            }));
        var scenarios = root.GetProperty("scenarios");
        Assert.That(
            scenarios.EnumerateArray().Select(scenario => scenario.GetProperty("verdict").GetString()),
            Is.EqualTo(new[] { "pass", "fail", "known-issue", "skipped" }));
        Assert.That(scenarios[0].GetProperty("hash").GetString(), Does.Match("^[0-9a-f]{64}$"));
        Assert.That(scenarios[0].GetProperty("steps").GetInt32(), Is.EqualTo(12));
        Assert.That(scenarios[0].GetProperty("durationMs").GetInt64(), Is.EqualTo(12));
        Assert.That(scenarios[3].GetProperty("reason").GetString(), Is.EqualTo("needs a moon"));
        var difference = scenarios[1].GetProperty("diffs")[0];
        Assert.That(
            difference.EnumerateObject().Select(member => $"{member.Name}={member.Value}"),
            Is.EqualTo(new[]
            {
                "step=9", "stepText=observe: all", "process=parent", "observable=smaps", "where=0x1000000000-0x1000200000", "field=Pss",
                "expected=1536", "observed=1537", "pages=0", "knownIssue=",
            }));
        Assert.That(scenarios[2].GetProperty("diffs")[0].GetProperty("knownIssue").GetString(), Is.EqualTo("rss"));
    }

    [Test]
    public void Totals_add_up()
    {
        using var document = Write(Results.Pass, Results.Fail, Results.KnownIssue, Results.Skipped);
        var totals = document.RootElement.GetProperty("totals");

        Assert.That(totals.GetProperty("scenarios").GetInt64(), Is.EqualTo(4));
        Assert.That(totals.GetProperty("compared").GetInt64(), Is.EqualTo(3 * Results.Pass.Compared));
        foreach (var verdict in new[] { "pass", "fail", "known-issue", "skipped" })
            Assert.That(totals.GetProperty(verdict).GetInt64(), Is.EqualTo(1), verdict);
        foreach (var verdict in new[] { "fixed", "flaky", "inconclusive", "crash", "error" })
            Assert.That(totals.GetProperty(verdict).GetInt64(), Is.Zero, verdict);
    }

    [Test]
    public void It_is_as_the_schema_says()
    {
        using var document = Write(Results.Pass, Results.Fail, Results.KnownIssue, Results.Skipped);
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "results.schema.json")));

        Assert.That(new SchemaCheck(schema.RootElement).Errors(document.RootElement), Is.Empty);
    }

    [Test]
    public void The_schema_refuses_what_is_wrong()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "results.schema.json")));
        using var document = Write(Results.Fail);
        var text = document.RootElement.GetRawText();
        foreach (var (right, wrong) in new[]
        {
            ("\"fail\",", "\"failed\","),
            ("\"schema\": 1", "\"schema\": 2"),
            ("\"pageSize\": 4096", "\"pageSize\": 4097"),
            ("\"expected\": \"1536\"", "\"expected\": 1536"),
            ("\"stepText\"", "\"stepTexts\""),
            ("\"interrupted\": false", "\"interrupted\": 0"),
        })
        {
            Assert.That(text, Does.Contain(right));
            using var broken = JsonDocument.Parse(text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.That(new SchemaCheck(schema.RootElement).Errors(broken.RootElement), Is.Not.Empty, wrong);
        }
    }

    [Test]
    public void It_replaces_the_one_before_and_leaves_nothing_else()
    {
        Write(Results.Fail).Dispose();
        Write(Results.Pass).Dispose();

        Assert.That(Directory.GetFileSystemEntries(directory).Select(Path.GetFileName), Is.EqualTo(new[] { "results.json" }));
    }

    [Test]
    public void A_write_that_fails_leaves_nothing()
    {
        Directory.CreateDirectory(Path.Combine(directory, "results.json", "in-the-way"));

        Assert.That(() => ResultsFile.Write(directory, "0.1.0", [Results.Of(Results.Pass)], [], false), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Directory.GetFiles(directory), Is.Empty);
    }

    [Test]
    public void The_file_of_an_earlier_run_goes_away()
    {
        Write(Results.Pass).Dispose();

        ResultsFile.Remove(directory);
        ResultsFile.Remove(directory);
        ResultsFile.Remove(Path.Combine(directory, "not-there"));

        Assert.That(Directory.GetFileSystemEntries(directory), Is.Empty);
    }

    private JsonDocument Write(params Verdicts.ScenarioResult[] results) =>
        JsonDocument.Parse(File.ReadAllText(ResultsFile.Write(directory, "0.1.0", [Results.Of(results)], [new KernelGap("gone", "why")], interrupted: false)));
}
