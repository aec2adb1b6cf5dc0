using System.Text.Json;
using RmapHarness.Cli.Tests.Fuzzing;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests.Nightly;

/// <summary>Nights that fuzz, on fake kernels.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NightlyFuzzTests : IDisposable
{
    private static readonly PlantedError NotDivided = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided");
    private readonly Invocation invocation = new();

    public NightlyFuzzTests()
    {
        invocation.Add("a");
        Plan("kernels: [ { kernel: new, fuzz-scenarios: 60, fuzz-seed: 1 } ]");
    }

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task A_night_that_finds_nothing_says_what_was_fuzzed()
    {
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Error, Does.Contain("new: fuzzing for 60 scenarios\n"));
        Assert.That(Results().Select(result => $"{result.Name}: {result.Verdict}"), Is.EqualTo(new[] { "a: pass", "fuzzing: pass" }));
        var session = Results()[1].Entry;
        Assert.That(session.GetProperty("fuzz").GetProperty("scenarios").GetInt64(), Is.EqualTo(60));
        Assert.That(session.GetProperty("fuzz").GetProperty("seed").GetInt64(), Is.EqualTo(1));
        Assert.That(session.GetProperty("compared").GetInt64(), Is.GreaterThan(60));
        Assert.That(File.Exists(session.GetProperty("file").GetString()), Is.True);
    }

    [Test]
    public async Task What_fuzzing_finds_is_news_once_runs_each_night_and_is_fixed_when_the_kernel_is()
    {
        invocation.Predict = NotDivided.Predict;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        var found = Results().Where(result => result.Name.StartsWith("fuzz-", StringComparison.Ordinal)).ToList();
        Assert.That(found, Is.Not.Empty);
        Assert.That(found.Select(result => result.Verdict).Distinct(), Is.EqualTo(new[] { "fail" }));
        Assert.That(invocation.Output, Does.Contain($"new failure: new: {found[0].Name} (no earlier run)\n"));
        var file = found[0].Entry.GetProperty("file").GetString()!;
        Assert.That(File.ReadAllText(file), Is.EqualTo(found[0].Entry.GetProperty("source").GetString()));
        var wrong = new HashSet<string>();
        invocation.Predict = (profile, program) =>
        {
            wrong.Add(OperationsOf(program));
            return NotDivided.Predict(profile, program);
        };
        foreach (var result in Results().Where(result => result.Verdict == "fail" && result.Name != "fuzzing"))
        {
            var again = result.Entry.GetProperty("file").GetString()!;
            Assert.That(await invocation.InvokeAsync(CancellationToken.None, "run", again, "--out", Path.Combine(invocation.Root, "once")), Is.EqualTo(ExitStatus.Wrong));
        }

        // Another seed finds nothing: what was found runs all the same, also when its file is gone.
        File.Delete(file);
        Plan("kernels: [ { kernel: new, fuzz-scenarios: 1, fuzz-seed: 99 } ]");
        invocation.Predict = (profile, program) =>
            wrong.Contains(OperationsOf(program)) ? NotDivided.Predict(profile, program) : Simulation.Run(profile, program);
        var before = invocation.Output.Length;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output[before..], Does.StartWith("no news\n"));
        Assert.That(VerdictOf(found[0].Name), Is.EqualTo("fail"));

        invocation.Predict = Simulation.Run;
        invocation.Target.Release = "7.3.5-fake";
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.Contain($"fixed: new: {found[0].Name} (was fail in run 2)\n"));
        Assert.That(VerdictOf(found[0].Name), Is.EqualTo("pass"));
    }

    [Test]
    public async Task What_fresh_guests_do_not_repeat_is_a_flake()
    {
        // The guest of the scenarios is the first one, that of the fuzzing the second.
        invocation.Target.Edit = (_, run) => invocation.Target.Started == 2 ? WrongOutcome.In(run) : run;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        var found = Results().Single(result => result.Name.StartsWith("fuzz-", StringComparison.Ordinal));
        Assert.That(found.Verdict, Is.EqualTo("flaky"));
        Assert.That(found.Entry.GetProperty("reason").GetString(), Does.EndWith("shown in 0 of 3 runs on fresh guests"));
    }

    [Test]
    public async Task Fuzzing_that_compares_nothing_is_an_error()
    {
        invocation.Target.Edit = (index, run) => index == 0 ? run : run with { End = RunEnd.Broken, Reason = "no memory" };
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(VerdictOf("fuzzing"), Is.EqualTo("error"));
        Assert.That(invocation.Output, Does.Contain("not judged any more: new: fuzzing\n"));
    }

    [Test]
    public async Task A_night_that_is_interrupted_while_it_fuzzes_fuzzes_again()
    {
        using var interruption = new CancellationTokenSource();
        invocation.Target.Before = async (index, _) =>
        {
            if (index == 20)
                await interruption.CancelAsync();
        };
        Assert.That(await NightAsync(cancellation: interruption.Token), Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(Results().Select(result => $"{result.Name}: {result.Verdict}"), Is.EqualTo(new[] { "a: pass" }));

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(Results().Select(result => $"{result.Name}: {result.Verdict}"), Is.EqualTo(new[] { "a: pass", "fuzzing: pass" }));
    }

    [Test]
    public async Task One_shard_fuzzes()
    {
        invocation.Add("b", "c");
        foreach (var shard in new[] { 1, 2, 3 })
            Assert.That(await NightAsync($"shard{shard}", $"{shard}/3"), Is.EqualTo(ExitStatus.Good));
        Assert.That(
            Enumerable.Range(1, 3).Select(shard => Results($"shard{shard}").Count(result => result.Name == "fuzzing")), Is.EqualTo(new[] { 1, 0, 0 }));
    }

    private static string OperationsOf(Program program) => string.Join('\n', program.Operations);

    private void Plan(string text) => File.WriteAllText(Path.Combine(invocation.Root, "plan.yaml"), text);

    private string VerdictOf(string name) => Results().Single(result => result.Name == name).Verdict;

    private Task<int> NightAsync(string output = "out", string? shard = null, CancellationToken cancellation = default) => invocation.InvokeAsync(
        cancellation,
        ["nightly", "--plan", Path.Combine(invocation.Root, "plan.yaml"), "--out", Path.Combine(invocation.Root, output), "--jobs", "1", .. shard is null ? Array.Empty<string>() : ["--shard", shard]]);

    private List<(string Name, string Verdict, JsonElement Entry)> Results(string output = "out") =>
    [
        .. JsonDocument.Parse(File.ReadAllText(Path.Combine(invocation.Root, output, "results.json"))).RootElement.GetProperty("scenarios").EnumerateArray()
            .Select(entry => (entry.GetProperty("name").GetString()!, entry.GetProperty("verdict").GetString()!, entry)),
    ];
}
