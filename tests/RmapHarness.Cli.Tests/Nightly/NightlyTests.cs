using System.Text.Json;
using Microsoft.Data.Sqlite;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Tests.Nightly;

/// <summary>Whole nights on fake kernels.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NightlyTests : IDisposable
{
    private readonly Invocation invocation = new();

    public NightlyTests()
    {
        invocation.Add("a", "b", "c");
        Plan("kernels: [ new ]");
    }

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task A_night_without_news_is_status_0_and_leaves_its_reports()
    {
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.StartWith("no news\n"));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: pass", "new c: pass" }));
        Assert.That(
            Directory.GetFiles(Out("out")).Select(Path.GetFileName), Is.SupersetOf(new[] { "history.db", "junit.xml", "report.html", "results.json", "results.ktap" }));
        Assert.That(File.ReadAllText(Path.Combine(Out("out"), "results.ktap")), Does.Contain("  ok 3 c\nok 1 new\n"));
    }

    [Test]
    public async Task Nights_look_for_newer_builds_and_runs_do_not()
    {
        Plan("kernels: [ new, { kernel: new, scheme: no-page-mapcount }, old ]");
        await invocation.RunAsync("a");
        Assert.That(invocation.Target.Renewed, Is.Empty);
        await NightAsync();
        Assert.That(invocation.Target.Renewed, Is.EqualTo(new[] { "new", "old" }));
    }

    [Test]
    public async Task A_failure_is_news_once_and_so_is_its_end()
    {
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));

        invocation.Target.Edit = Wrong(SmapsField.Pss);
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("new failure: new: a (was pass in run 1)\n").And.Contain("smaps Pss: expected"));

        var before = invocation.Output.Length;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output[before..], Does.StartWith("no news\nno news are 3 still failing\n"));

        invocation.Target.Edit = (_, run) => run;
        invocation.Target.Release = "7.3.5-fake";
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.Contain("fixed: new: a (was fail in run 3)\n"));
    }

    [Test]
    public async Task A_failure_that_goes_away_on_an_unchanged_kernel_is_a_flake()
    {
        invocation.Target.Edit = Wrong(SmapsField.Pss);
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        invocation.Target.Edit = (_, run) => run;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("new flake: new: a (was fail in run 1)\n"));
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
    }

    [Test]
    public async Task A_mismatch_that_a_new_guest_does_not_repeat_is_a_flake()
    {
        var wrong = Wrong(SmapsField.Pss);
        invocation.Target.Edit = (index, run) => invocation.Target.Started == 1 ? wrong(index, run) : run;

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("new flake: new: a (no earlier run) (flaky in 1 of the last 1 runs)\n"));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: flaky", "new b: flaky", "new c: flaky" }));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_crash_that_repeats_is_a_crash()
    {
        invocation.Target.Edit = (index, run) => index is 0 or 3 ? run with { End = RunEnd.Lost, Crash = "kernel BUG in f" } : run;

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("new crash: new: a (no earlier run)\n"));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: crash", "new b: pass", "new c: pass" }));
    }

    [Test]
    public async Task A_crash_that_does_not_repeat_is_a_flake_with_its_title()
    {
        invocation.Target.Edit = (index, run) => index == 0 ? run with { End = RunEnd.Lost, Crash = "soft lockup in f" } : run;

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: flaky", "new b: pass", "new c: pass" }));
        Assert.That(File.ReadAllText(Path.Combine(Out("out"), "results.json")), Does.Contain("\"crash\": \"soft lockup in f\""));
    }

    [Test]
    public async Task A_night_goes_on_where_it_was_interrupted()
    {
        using var interruption = new CancellationTokenSource();
        invocation.Target.Before = async (index, cancellation) =>
        {
            if (index != 1)
                return;
            await interruption.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        Assert.That(await NightAsync(cancellation: interruption.Token), Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: error", "new c: error" }));

        var executed = new List<int>();
        invocation.Target.Before = (index, _) =>
        {
            executed.Add(index);
            return Task.CompletedTask;
        };
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(executed, Has.Count.EqualTo(2), "a has its result");
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: pass", "new c: pass" }));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "history", "--history", Path.Combine(Out("out"), "history.db")), Is.Zero);
        Assert.That(invocation.Output, Does.Contain("run 1  ").And.Contain("complete  3 pass\n").And.Not.Contain("run 2  "));
    }

    [Test]
    public async Task What_was_wrong_before_the_interruption_is_confirmed_after_it()
    {
        using var interruption = new CancellationTokenSource();
        invocation.Target.Edit = (index, run) => index < 2 ? Wrong(SmapsField.Pss)(index, run) : run;
        invocation.Target.Before = async (index, cancellation) =>
        {
            if (index == 2)
                await interruption.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        };
        Assert.That(await NightAsync(cancellation: interruption.Token), Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(Verdicts("out")[0], Is.EqualTo("new a: fail"));

        invocation.Target.Before = (_, _) => Task.CompletedTask;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: flaky", "new b: pass", "new c: pass" }), "a was seen to go wrong");
    }

    [Test]
    public async Task A_kernel_that_cannot_be_had_is_status_3_and_the_others_run()
    {
        Plan("kernels: [ old, new ]");
        invocation.Target.Boot = kernel => kernel == "old" ? new TargetUnavailableException("gone") : null;

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error, Does.Contain("error: old: gone\n"));
        Assert.That(invocation.Output, Does.StartWith("not had: old: gone\n").And.Not.Contain("no news"));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: pass", "new c: pass" }));
        Assert.That(File.ReadAllText(Path.Combine(Out("out"), "results.json")), Does.Contain("\"name\": \"old\",\n      \"reason\": \"gone\""));
        Assert.That(File.ReadAllText(Path.Combine(Out("out"), "results.ktap")), Does.EndWith("ok 2 old # SKIP not had: gone\n"));
    }

    [Test]
    public async Task A_kernel_that_is_never_had_is_news_once_and_never_a_pass()
    {
        Plan("kernels: [ old, new ]");
        invocation.Target.Boot = kernel => kernel == "old" ? new TargetUnavailableException("not built yet") { IsLasting = true } : null;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error.Split("booting old"), Has.Length.EqualTo(2), "it is tried once");

        var (output, error) = (invocation.Output.Length, invocation.Error.Length);
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output[output..], Does.StartWith("no news\nstill not had: old: not built yet\n"));
        Assert.That(invocation.Error[error..], Does.Not.Contain("error: "));

        invocation.Target.Boot = _ => null;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.Contain("had again: old (not in run 2)\n"));
        Assert.That(Verdicts("out"), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task A_kernel_that_is_all_there_is_and_cannot_be_had_is_status_3_each_night()
    {
        invocation.Target.Boot = _ => new TargetUnavailableException("gone", "its last words");
        for (var night = 0; night < 2; night++)
            Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error, Does.Contain("error: new: gone\nits last words\n"));
        Assert.That(File.Exists(Path.Combine(Out("out"), "results.json")), Is.False);
    }

    [Test]
    public async Task A_guest_that_does_not_come_up_is_tried_once_more_and_is_no_news()
    {
        var boots = 0;
        invocation.Target.Boot = _ => ++boots == 1 ? new TargetUnavailableException("QEMU ended with status 1") : null;
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Error, Does.Contain("new: QEMU ended with status 1; trying it once more\n"));
        Assert.That(invocation.Output, Does.StartWith("no news\n"));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: pass", "new c: pass" }));
    }

    [Test]
    public async Task After_a_guest_that_did_not_come_again_only_the_rest_is_run()
    {
        // The first guest is lost in b; the second does not come, the third does.
        var executed = 0;
        invocation.Target.Edit = (index, run) =>
        {
            executed++;
            return index == 1 ? run with { End = RunEnd.Lost, Crash = "QEMU died" } : run;
        };
        var boots = 0;
        invocation.Target.Boot = _ => ++boots == 2 ? new TargetUnavailableException("no memory") : null;

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: flaky", "new c: pass" }));
        Assert.That(executed, Is.EqualTo(4), "a, b twice, c");
    }

    [Test]
    public async Task A_kernel_that_is_to_be_built_is_built_before_it_boots()
    {
        Plan("kernels: [ { kernel: old, build: true }, new ]");
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Target.Built, Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public async Task A_kernel_that_cannot_be_built_is_not_had()
    {
        Plan("kernels: [ { kernel: old, build: true }, new ]");
        invocation.Target.Build = _ => new TargetUnavailableException("it does not compile", "cc1: out of memory") { IsLasting = true };
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error, Does.Contain("error: old: it does not compile\ncc1: out of memory\n").And.Not.Contain("booting old"));
        Assert.That(Verdicts("out"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_shard_whose_results_are_missing_is_told_and_is_no_whole()
    {
        await NightAsync("one", "1/3");
        await NightAsync("three", "3/3");
        Assert.That(
            await invocation.InvokeAsync(CancellationToken.None, "report", "merge", Out("one"), Out("three"), "--out", Out("whole")), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error, Does.Contain("shard 2/3: its results are not there\n"));
        Assert.That(
            await invocation.InvokeAsync(
                CancellationToken.None, "report", "merge", Out("one"), Out("three"), "--out", Out("whole"), "--history", Out("whole.db")),
            Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Output, Does.Contain("not had: shard 2/3: its results are not there\n"));
    }

    [Test]
    public async Task Shards_of_different_wholes_are_refused()
    {
        await NightAsync("one", "1/3");
        await NightAsync("two", "2/2");
        Assert.That(
            await invocation.InvokeAsync(CancellationToken.None, "report", "merge", Out("one"), Out("two"), "--out", Out("whole")), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("error: shards of wholes that were cut into "));
    }

    [Test]
    public async Task A_kernel_that_loses_every_guest_passes_nothing_that_did_not_run()
    {
        invocation.Add("d", "e", "f", "g");
        invocation.Target.Edit = (_, run) => run with { End = RunEnd.Lost, Crash = "silent hang" };

        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(Verdicts("out").Select(verdict => verdict.Split(' ')[^1]), Is.EqualTo(new[] { "crash", "crash", "crash", "crash", "crash", "error", "error" }));
    }

    [TestCase(">= 7.0", true)]
    [TestCase("< 7.0", false)]
    public async Task A_finding_that_never_matches_any_more_is_told(string version, bool isTold)
    {
        File.WriteAllText(
            Path.Combine(invocation.Root, "known-issues.yaml"),
            $"- {{ id: gone, title: t, kernels: {{ version: \"{version}\" }}, scenarios: \"*\", observable: smaps, field: Rss, evidence: e, reference: r }}");
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output.Contains("known issue gone did not show on any kernel of this run", StringComparison.Ordinal), Is.EqualTo(isTold));
        var before = invocation.Output.Length;
        await NightAsync();
        Assert.That(invocation.Output[before..], Does.Not.Contain("gone did not show"));
        Assert.That(invocation.Output[before..].Contains("known issues that still do not show: gone\n", StringComparison.Ordinal), Is.EqualTo(isTold));
    }

    [Test]
    public async Task Shards_tell_a_finding_that_none_of_them_showed()
    {
        File.WriteAllText(
            Path.Combine(invocation.Root, "known-issues.yaml"),
            "- { id: gone, title: t, kernels: { version: \">= 6.0\" }, scenarios: \"*\", observable: smaps, field: Rss, evidence: e, reference: r }");
        await NightAsync("shard1", "1/2");
        await NightAsync("shard2", "2/2");
        Assert.That(invocation.Output, Does.Not.Contain("gone did not show"));
        await invocation.InvokeAsync(CancellationToken.None, "report", "merge", Out("shard1"), Out("shard2"), "--out", Out("whole"), "--history", Out("whole.db"));
        Assert.That(invocation.Output, Does.Contain("known issue gone did not show on any kernel of this run"));
    }

    [TestCase("\"*\"", "a", false)]
    [TestCase("[ b, \"*\" ]", "a", false)]
    [TestCase("[ a, \"*\" ]", "a", true)]
    public async Task A_finding_that_what_ran_need_not_show_is_not_told(string scenarios, string ran, bool isTold)
    {
        File.WriteAllText(
            Path.Combine(invocation.Root, "known-issues.yaml"),
            $"- {{ id: gone, title: t, kernels: {{ version: \">= 6.0\" }}, scenarios: {scenarios}, observable: smaps, field: Rss, evidence: e, reference: r }}");
        Plan($"scenarios: [ {ran} ]\nkernels: [ new ]");
        await NightAsync();
        Assert.That(invocation.Output.Contains("gone did not show", StringComparison.Ordinal), Is.EqualTo(isTold));
    }

    [Test]
    public async Task A_finding_that_showed_before_in_what_ran_is_told()
    {
        File.WriteAllText(
            Path.Combine(invocation.Root, "known-issues.yaml"),
            "- { id: gone, title: t, kernels: { version: \">= 6.0\" }, scenarios: \"*\", observable: smaps, field: Rss, evidence: e, reference: r }");
        Plan("scenarios: [ a ]\nkernels: [ new ]");
        invocation.Target.Edit = Wrong(SmapsField.Rss);
        await NightAsync();
        Assert.That(invocation.Output, Does.Not.Contain("gone did not show"));
        invocation.Target.Edit = (_, run) => run;
        await NightAsync();
        Assert.That(invocation.Output, Does.Contain("known issue gone did not show on any kernel of this run"));
    }

    [Test]
    public async Task Shards_make_a_whole()
    {
        Plan("kernels: [ old, new ]");
        foreach (var shard in new[] { 1, 2, 3, 4 })
            Assert.That(await NightAsync($"shard{shard}", $"{shard}/4"), Is.EqualTo(ExitStatus.Good));

        Assert.That(
            await invocation.InvokeAsync(
                CancellationToken.None, ["report", "merge", .. Enumerable.Range(1, 4).Select(shard => Out($"shard{shard}")), "--out", Out("whole"), "--history", Out("whole.db")]),
            Is.EqualTo(ExitStatus.Good));
        Assert.That(
            Verdicts("whole"), Is.EquivalentTo(new[] { "new a: pass", "new b: pass", "new c: pass", "old a: pass", "old b: pass", "old c: pass" }));
        Assert.That(invocation.Output, Does.Contain("no news\n"));
    }

    [Test]
    public async Task Shards_that_ran_the_same_are_no_whole()
    {
        await NightAsync("one");
        await NightAsync("two");
        Assert.That(
            await invocation.InvokeAsync(CancellationToken.None, "report", "merge", Out("one"), Out("two"), "--out", Out("whole")), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("another shard has a on new too"));
    }

    [Test]
    public async Task Lines_of_one_kernel_are_kept_apart()
    {
        Plan("kernels: [ { kernel: new, scheme: [ auto, no-page-mapcount ] } ]");
        await NightAsync();
        Assert.That(Verdicts("out").Select(verdict => verdict[..verdict.LastIndexOf(' ')]), Is.EqualTo(new[]
        {
            "new a:", "new b:", "new c:", "new scheme=no-page-mapcount a:", "new scheme=no-page-mapcount b:", "new scheme=no-page-mapcount c:",
        }));
    }

    [Test]
    public async Task A_history_that_cannot_be_written_is_told_and_is_no_pass()
    {
        File.WriteAllText(Path.Combine(invocation.Root, "history"), "not a database, but long enough to be looked at by one");
        Assert.That(
            await invocation.InvokeAsync(
                CancellationToken.None, "nightly", "--plan", Path.Combine(invocation.Root, "plan.yaml"), "--out", Out("out"), "--history", Path.Combine(invocation.Root, "history")),
            Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Error, Does.Contain("error: "));
        Assert.That(File.Exists(Path.Combine(Out("out"), "results.json")), Is.False);
    }

    [Test]
    public async Task A_night_whose_disk_was_full_goes_on_where_it_was()
    {
        using var full = new SqliteConnection($"Data Source={Path.Combine(Out("out"), "history.db")};Pooling=False");
        invocation.Target.Before = (index, _) =>
        {
            if (index == 0)
                Execute(full, "CREATE TRIGGER disk BEFORE INSERT ON result WHEN NEW.scenario <> 'a' BEGIN SELECT RAISE(ABORT, 'no room'); END");
            return Task.CompletedTask;
        };
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: error", "new c: error" }));
        Assert.That(invocation.Error, Does.Contain("no room").And.Contain("\nnot all has run; the next call goes on from here\n"));
        Assert.That(invocation.Output, Does.StartWith("no news of what ran\n"));

        var executed = new List<int>();
        invocation.Target.Before = (index, _) =>
        {
            executed.Add(index);
            return Task.CompletedTask;
        };
        Execute(full, "DROP TRIGGER disk");
        Assert.That(await NightAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(executed, Has.Count.EqualTo(2), "a has its result");
        Assert.That(Verdicts("out"), Is.EqualTo(new[] { "new a: pass", "new b: pass", "new c: pass" }));
    }

    [TestCase("nightly", "--shard", "3/2")]
    [TestCase("nightly", "--shard", "0/2")]
    [TestCase("nightly", "--shard", "half")]
    [TestCase("nightly", "--jobs", "0")]
    [TestCase("nightly", "--plan", "none.yaml")]
    [TestCase("report", "none.json")]
    [TestCase("report", "merge")]
    [TestCase("history", "--history", "none.db")]
    public async Task Bad_arguments_are_status_2(params string[] arguments)
    {
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, arguments), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.StartWith("error: "));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [Test]
    public async Task History_tells_of_scenario_kernel_and_finding()
    {
        await NightAsync();
        invocation.Target.Edit = Wrong(SmapsField.Pss);
        await NightAsync();
        foreach (var (name, told) in new[] { ("a", "a on new\n"), ("new", "run 2  "), ("7.3.4-fake", "3 fail; ") })
        {
            Assert.That(await HistoryAsync(name), Is.EqualTo(ExitStatus.Good), name);
            Assert.That(invocation.Output, Does.Contain(told), name);
        }

        Assert.That(await HistoryAsync("neww"), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("no scenario, kernel or finding 'neww'; did you mean 'new'?"));
    }

    private static Func<int, ObservedRun, ObservedRun> Wrong(SmapsField field) =>
        (_, run) => run with { Trace = run.Trace.MapVma(1, 0, 0, vma => vma.With(field, value => value + 1)) };

    private void Plan(string text) => File.WriteAllText(Path.Combine(invocation.Root, "plan.yaml"), text);

    private string Out(string name) => Path.Combine(invocation.Root, name);

    private Task<int> HistoryAsync(string name) =>
        invocation.InvokeAsync(CancellationToken.None, "history", name, "--history", Path.Combine(Out("out"), "history.db"));

    private static void Execute(SqliteConnection connection, string sql)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        connection.Close();
    }

    private Task<int> NightAsync(string output = "out", string? shard = null, CancellationToken cancellation = default) => invocation.InvokeAsync(
        cancellation,
        ["nightly", "--plan", Path.Combine(invocation.Root, "plan.yaml"), "--out", Out(output), "--jobs", "1", .. shard is null ? Array.Empty<string>() : ["--shard", shard]]);

    private List<string> Verdicts(string output)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out(output), "results.json")));
        return
        [
            .. document.RootElement.GetProperty("scenarios").EnumerateArray().Select(scenario =>
                $"{scenario.GetProperty("kernel").GetString()} {scenario.GetProperty("name").GetString()}: {scenario.GetProperty("verdict").GetString()}"),
        ];
    }
}
