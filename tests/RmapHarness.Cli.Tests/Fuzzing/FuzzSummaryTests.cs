using System.Text.Json;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Host;
using RmapHarness.Testing;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>fuzz.json, on a fake kernel.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FuzzSummaryTests : IDisposable
{
    private static readonly PlantedError NotDivided = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided");
    private static readonly string SchemaPath = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "docs", "fuzz.schema.json");
    private readonly Invocation invocation = new();

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task Agreement()
    {
        Assert.That(await FuzzAsync("--seed", "4", "--count", "25", "--steps", "2..6", "--focus", "fork"), Is.EqualTo(ExitStatus.Good));
        var summary = Read();
        Assert.That(Text(summary, "seed", "scenarios", "end", "reason", "steps", "focus"), Is.EqualTo("4 25 done  {\"least\":2,\"most\":6} [\"fork\"]"));
        Assert.That(summary.GetProperty("kernel").GetProperty("release").GetString(), Is.EqualTo("7.3.4-fake"));
        Assert.That(summary.GetProperty("compared").GetInt64(), Is.GreaterThan(1000));
        Assert.That(summary.GetProperty("verdicts").GetProperty("pass").GetInt64(), Is.EqualTo(25));
        Assert.That(summary.GetProperty("coverage").GetProperty("cells").GetInt32(), Is.GreaterThan(20));
        Assert.That(summary.GetProperty("findings").GetArrayLength() + summary.GetProperty("crashes").GetArrayLength(), Is.Zero);
        Assert.That(summary.GetProperty("firstMismatchSeconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task A_mismatch_has_its_signature_and_its_files()
    {
        invocation.Predict = NotDivided.Predict;
        Assert.That(await FuzzAsync("--seed", "1", "--count", "60", "--enough", "1"), Is.EqualTo(ExitStatus.Wrong));
        var summary = Read();
        var finding = summary.GetProperty("findings")[0];
        Assert.That(summary.GetProperty("end").GetString(), Is.EqualTo("enough"));
        Assert.That(Text(finding, "kind", "shown", "runs", "scenario", "report", "reproducer"), Is.EqualTo(
            "mismatch 3 3 mismatches/01-pss/scenario.yaml mismatches/01-pss/report.txt mismatches/01-pss/reproducer.c"));
        Assert.That(finding.GetProperty("signature").GetString(), Does.Contain("smaps Pss too low"));
        foreach (var file in new[] { "scenario", "report", "reproducer" })
            Assert.That(File.Exists(Path.Combine(Out, finding.GetProperty(file).GetString()!)), Is.True, file);
        Assert.That(summary.GetProperty("firstMismatchSeconds").GetDouble(), Is.LessThanOrEqualTo(summary.GetProperty("seconds").GetDouble()));
    }

    [Test]
    public async Task An_interruption_before_anything_was_confirmed()
    {
        using var source = new CancellationTokenSource();
        invocation.Target.Edit = (_, run) => WrongOutcome.In(run);
        invocation.Target.Before = (index, _) => index == 40 ? source.CancelAsync() : Task.CompletedTask;
        Assert.That(await FuzzAsync(source.Token, "--seed", "1", "--count", "100000"), Is.EqualTo(ExitStatus.Interrupted));
        var summary = Read();
        Assert.That(summary.GetProperty("end").GetString(), Is.EqualTo("interrupted"));
        Assert.That(Text(summary.GetProperty("findings")[0], "shown", "report", "reproducer"), Does.Match("^ mismatches/01-[a-z]+/report.txt $"), "null, a file, null");
    }

    [Test]
    public async Task A_kernel_that_loses_every_guest_is_a_failure()
    {
        invocation.Target.Edit = (_, run) => run with { End = RunEnd.Lost, Crash = "kernel panic: Oops" };
        Assert.That(await FuzzAsync("--seed", "1", "--count", "500", "--no-shrink"), Is.EqualTo(ExitStatus.Wrong));
        var summary = Read();
        Assert.That(Text(summary, "end", "reason"), Is.EqualTo("failed the guest was lost 5 times"));
        Assert.That(summary.GetProperty("crashes").GetArrayLength(), Is.EqualTo(5));
        Assert.That(Text(summary.GetProperty("findings")[0], "kind", "signature", "shown"), Is.EqualTo("crash crash: kernel panic: Oops 3"));
        Assert.That(invocation.Error, Does.Contain("error: the guest was lost 5 times"));
    }

    [Test]
    public async Task That_of_an_earlier_run_does_not_outlive_the_next_one_s_start()
    {
        await FuzzAsync("--seed", "4", "--count", "2");
        invocation.Target.Boot = _ => new RmapHarness.Guests.TargetUnavailableException("the kernel did not boot");
        Assert.That(async () => await FuzzAsync("--seed", "4", "--count", "2"), Throws.Exception);
        Assert.That(File.Exists(Path.Combine(Out, "fuzz.json")), Is.False);
    }

    [Test]
    public async Task The_schema_refuses_what_is_wrong()
    {
        invocation.Predict = NotDivided.Predict;
        await FuzzAsync("--seed", "1", "--count", "60", "--enough", "1", "--no-shrink");
        var text = Read().GetRawText();
        foreach (var (right, wrong) in new[]
        {
            ("\"schema\": 1", "\"schema\": 2"),
            ("\"end\": \"enough\"", "\"end\": \"tired\""),
            ("\"kind\": \"mismatch\"", "\"kind\": \"match\""),
            ("\"signature\"", "\"signatures\""),
            ("\"seed\": 1", "\"seed\": \"1\""),
            ("\"crashes\": []", "\"crashes\": [{}]"),
            ("\"cells\"", "\"cell\""),
        })
        {
            Assert.That(text, Does.Contain(right));
            using var broken = JsonDocument.Parse(text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.That(Check(broken.RootElement), Is.Not.Empty, wrong);
        }
    }

    private string Out => Path.Combine(invocation.Root, "out");

    private JsonElement Read()
    {
        var root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "fuzz.json"))).RootElement;
        Assert.That(Check(root), Is.Empty);
        return root;
    }

    private static List<string> Check(JsonElement document)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath));
        return new SchemaCheck(schema.RootElement).Errors(document);
    }

    private static string Text(JsonElement element, params string[] names) => string.Join(
        ' ', names.Select(name => JsonSerializer.Serialize(element.GetProperty(name)).Trim('"') is var text && text == "null" ? "" : text));

    private Task<int> FuzzAsync(params string[] options) => FuzzAsync(CancellationToken.None, options);

    private Task<int> FuzzAsync(CancellationToken cancellation, params string[] options) =>
        invocation.InvokeAsync(cancellation, ["fuzz", "--out", Out, "--jobs", "1", .. options]);
}
