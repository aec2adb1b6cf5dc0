using System.Text.Json;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Tests;

/// <summary>Whole runs on a fake kernel.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunTests : IDisposable
{
    private readonly Invocation invocation = new();

    public RunTests() => invocation.Add("a", "b", "c");

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task Agreement_is_status_0()
    {
        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: pass", "c: pass" }));
        Assert.That(invocation.Output, Does.Contain("3 pass").And.Contain("results.json"));
        Assert.That(invocation.Error, Does.Contain("booting new\n").And.Contain("[3/3] new c: pass\n"));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_mismatch_is_status_1_and_is_told_with_the_command_that_repeats_it()
    {
        invocation.Target.Edit = Wrong((_, run) => run.Trace.Outcomes.Count > 0);

        Assert.That(await invocation.RunAsync("a", "--scheme", "page-mapcount"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: fail" }));
        Assert.That(invocation.Output, Does.Contain("fail: a (").And.Contain("--kernel new --scheme page-mapcount\n").And.Contain("smaps Pss"));
        Assert.That(invocation.Output, Does.Match(@"in C: +\./run\.sh reproduce \S+a\.yaml --kernel new --scheme page-mapcount --code a\.c\n"));
    }

    [Test]
    public async Task A_mismatch_that_a_second_run_does_not_show_is_flaky()
    {
        invocation.Target.Edit = Wrong((index, _) => index == 1);

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: flaky", "c: pass" }));
    }

    [Test]
    public async Task A_mismatch_without_THPs_is_run_again()
    {
        invocation.Target.Edit = (index, run) => index == 0 ? Wrong((_, _) => true)(index, run) with { ThpFallbacks = 1 } : run;

        Assert.That(await invocation.RunAsync("a"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass" }));
    }

    [Test]
    public async Task A_kernel_that_cannot_be_had_is_status_3_and_leaves_no_old_results()
    {
        await invocation.RunAsync();
        invocation.Target.Boot = _ => new TargetUnavailableException("the kernel did not boot", "last line of the serial log");

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Error, Does.Contain("error: the kernel did not boot\nlast line of the serial log\n"));
        Assert.That(File.Exists(invocation.ResultsPath), Is.False);
    }

    [Test]
    public async Task The_results_of_a_kernel_survive_another_that_cannot_be_had()
    {
        invocation.Target.Boot = kernel => kernel == "old" ? new TargetUnavailableException("gone") : null;

        Assert.That(await invocation.RunAsync("a", "--kernels", "old,new"), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass" }));
    }

    [Test]
    public async Task Every_kernel_runs_every_scenario()
    {
        Assert.That(await invocation.RunAsync("a", "b", "--kernels", "old,new"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: pass", "a: pass", "b: pass" }));
        Assert.That(invocation.Target.Started, Is.EqualTo(2));
    }

    [Test]
    public async Task All_kernels_are_run_and_those_that_are_gone_are_named()
    {
        invocation.Target.Edit = Wrong((index, _) => index is 0 or 1);

        Assert.That(await invocation.RunAsync("a", "--kernels", "all"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: fail", "a: pass" }));
        Assert.That(
            invocation.Output,
            Does.Contain("one line a kernel, one column a scenario: . pass, F fail\n").And.Contain("  not run: older: its modules are gone\n").And.Contain(": fail (smaps Pss)\n"));
        using var document = JsonDocument.Parse(File.ReadAllText(invocation.ResultsPath));
        Assert.That(document.RootElement.GetProperty("gaps")[0].GetProperty("name").GetString(), Is.EqualTo("older"));
        Assert.That(document.RootElement.GetProperty("history")[0].GetProperty("spans").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Guests_share_many_scenarios_and_the_results_stay_in_their_order()
    {
        var names = Enumerable.Range(0, 30).Select(number => $"s{number:00}").ToArray();
        invocation.Add(names);

        Assert.That(await invocation.RunAsync([.. names, "--jobs", "2"]), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(names.Select(name => $"{name}: pass")));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_second_guest_that_cannot_be_had_is_told_and_the_first_goes_on()
    {
        var names = Enumerable.Range(0, 30).Select(number => $"s{number:00}").ToArray();
        invocation.Add(names);
        // The last is the longest, and handed out first.
        invocation.AddText("s29", Example.Text.Replace("name: example", "name: s29", StringComparison.Ordinal)
            .Replace("expect:", "  - observe: all\nexpect:", StringComparison.Ordinal));
        invocation.Target.Boot = _ => invocation.Target.Started > 1 ? new TargetUnavailableException("no memory") : null;

        Assert.That(await invocation.RunAsync([.. names, "--jobs", "2"]), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(names.Select(name => $"{name}: pass")));
        Assert.That(invocation.Error, Does.Contain("going on with fewer guests: no memory\n").And.Contain("[1/30] new s29: pass\n"));
    }

    [Test]
    public async Task Only_what_is_done_together_gets_two_processors()
    {
        const string Together = """
            name: both
            about: Two processes do something at once.
            steps:
              - parent mmap: { as: a, kind: anon, size: 1 page }
              - parent fork: { child: child }
              - together:
                  steps:
                    - parent fork-exit:
                    - child fork-exit:
              - observe: all
            """;
        invocation.AddText("both", Together);
        invocation.Add("one", "three");
        Assert.That(await invocation.RunAsync("one", "both", "three"), Is.EqualTo(ExitStatus.Good), invocation.Error);
        Assert.That(invocation.Target.Processors, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(invocation.Output, Does.Contain("3 pass"));

        invocation.Target.Processors.Clear();
        Assert.That(await invocation.RunAsync("both"), Is.EqualTo(ExitStatus.Good), invocation.Error);
        Assert.That(await invocation.RunAsync("one", "both", "--cpus", "3"), Is.EqualTo(ExitStatus.Good), invocation.Error);
        Assert.That(invocation.Target.Processors, Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public async Task Few_scenarios_have_one_guest()
    {
        Assert.That(await invocation.RunAsync("--jobs", "2"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Target.Started, Is.EqualTo(1));
    }

    [Test]
    public async Task THPs_that_were_not_to_be_had_are_tried_again_on_a_fresh_guest()
    {
        invocation.Target.Edit = (index, run) => index == 1 ? Wrong((_, _) => true)(index, run) with { ThpFallbacks = 1 } : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: pass", "c: pass" }));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_kernel_that_is_another_one_after_a_crash_is_not_mixed_with_the_first()
    {
        invocation.Target.Edit = (index, run) =>
        {
            invocation.Target.Release = "7.3.5-other";
            return index == 0 ? run with { End = RunEnd.Lost } : run;
        };

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Unavailable));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: crash", "b: error", "c: error" }));
        Assert.That(invocation.Error, Does.Contain("new is 7.3.5-other now, it was 7.3.4-fake"));
    }

    [Test]
    public async Task A_lost_guest_is_a_crash_of_one_scenario_and_a_new_guest_runs_the_rest()
    {
        invocation.Target.Edit = (index, run) => index == 1 ? run with { End = RunEnd.Lost, Reason = "Oops" } : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: crash", "c: pass" }));
        Assert.That(invocation.Output, Does.Contain("the guest was lost: Oops"));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_damaged_guest_is_a_crash_of_one_scenario_and_is_not_used_any_more()
    {
        invocation.Target.Edit = (index, run) => index == 1 ? run with { End = RunEnd.Damaged, Reason = "BUG: x", Crash = "BUG: x" } : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: crash", "c: pass" }));
        Assert.That(File.ReadAllText(invocation.ResultsPath), Does.Contain("\"crash\": \"BUG: x\""));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_kernel_that_loses_every_guest_is_given_up()
    {
        invocation.Add("d", "e", "f", "g");
        invocation.Target.Edit = (_, run) => run with { End = RunEnd.Lost };

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(
            invocation.Verdicts(),
            Is.EqualTo(new[] { "a: crash", "b: crash", "c: crash", "d: crash", "e: crash", "f: error", "g: error" }));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((5, 5)));
    }

    [Test]
    public async Task A_model_that_fails_is_an_error_of_its_scenario()
    {
        invocation.Predict = (_, _) => throw new InvalidOperationException("cannot count");

        Assert.That(await invocation.RunAsync("a"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: error" }));
        Assert.That(invocation.Output, Does.Contain("the model failed: cannot count"));
    }

    [Test]
    public async Task A_precondition_that_the_model_does_not_meet_is_inconclusive()
    {
        invocation.Predict = (_, _) => throw new UnmetExpectationException(2, "no large folio");

        await invocation.RunAsync("a");

        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: inconclusive" }));
    }

    [Test]
    public async Task A_run_that_compared_nothing_is_status_1()
    {
        invocation.AddText("a", Example.Text.Replace("name: example", "name: a\nneeds: { kernel: \">= 9.0\" }", StringComparison.Ordinal));

        Assert.That(await invocation.RunAsync("a"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: skipped" }));
    }

    [TestCase("yes", "a: pass")]
    [TestCase("no", "a: skipped")]
    [TestCase(null, "a: skipped")]
    public async Task Swap_is_skipped_where_nothing_was_set_aside_for_it(string? area, string verdict)
    {
        if (area is not null)
            invocation.Target.Facts = facts => facts with { Features = new Dictionary<string, string> { ["swap_area"] = area } };
        invocation.AddText("a", Example.Text.Replace("name: example", "name: a", StringComparison.Ordinal).Replace("steps:", "steps:\n  - swapon:", StringComparison.Ordinal));

        await invocation.RunAsync("a");

        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { verdict }));
        Assert.That(invocation.Output.Contains("needs a swap area", StringComparison.Ordinal), Is.EqualTo(verdict == "a: skipped"));
    }

    [Test]
    public async Task An_interrupt_keeps_what_is_finished_and_nothing_else_passes()
    {
        using var interruption = new CancellationTokenSource();
        invocation.Target.Before = async (index, cancellation) =>
        {
            if (index == 1)
            {
                await interruption.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
            }
        };

        var status = await invocation.InvokeAsync(interruption.Token, "run", "--out", Path.Combine(invocation.Root, "out"));

        Assert.That(status, Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: error", "c: error" }));
        Assert.That(File.ReadAllText(invocation.ResultsPath), Does.Contain("\"interrupted\": true").And.Contain("not run: interrupted"));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_interrupt_before_the_boot_is_status_130()
    {
        using var interruption = new CancellationTokenSource();
        await interruption.CancelAsync();

        Assert.That(
            await invocation.InvokeAsync(interruption.Token, "run", "--out", Path.Combine(invocation.Root, "out")),
            Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(File.Exists(invocation.ResultsPath), Is.False);
    }

    [TestCase("7.3.4", AccountingScheme.PageMapcount, SharingTracker.MmId, "", AccountingScheme.PageMapcount, SharingTracker.MmId)]
    [TestCase("6.1.0-40", AccountingScheme.PageMapcount, SharingTracker.Estimate, "", AccountingScheme.PageMapcount, SharingTracker.Estimate)]
    [TestCase("7.3.4", AccountingScheme.NoPageMapcount, SharingTracker.MmId, "", AccountingScheme.NoPageMapcount, SharingTracker.MmId)]
    [TestCase("7.3.4", AccountingScheme.NoPageMapcount, SharingTracker.MmId, "--scheme page-mapcount", AccountingScheme.PageMapcount, SharingTracker.MmId)]
    [TestCase("7.3.4", AccountingScheme.PageMapcount, SharingTracker.MmId, "--scheme no-page-mapcount --sharing exact", AccountingScheme.NoPageMapcount, SharingTracker.Exact)]
    public async Task The_model_is_told_what_the_kernel_is(
        string release, AccountingScheme own, SharingTracker ownTracker, string options, AccountingScheme scheme, SharingTracker tracker)
    {
        KernelProfile? seen = null;
        invocation.Target.Release = release;
        invocation.Target.Profile = Example.V73 with { Version = KernelVersion.Parse(release), Scheme = own, Tracker = ownTracker };
        invocation.Target.Config = own == AccountingScheme.NoPageMapcount ? "CONFIG_NO_PAGE_MAPCOUNT=y\n" : null;
        invocation.Predict = (profile, program) =>
        {
            seen = profile;
            return Simulation.Run(Example.V73, program);
        };

        await invocation.RunAsync(["a", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.That((seen!.Scheme, seen.Tracker), Is.EqualTo((scheme, tracker)));
        Assert.That(seen.Version, Is.EqualTo(KernelVersion.Parse(release)));
    }

    private static Func<int, ObservedRun, ObservedRun> Wrong(Func<int, ObservedRun, bool> when) => (index, run) => when(index, run)
        ? run with { Trace = run.Trace.MapVma(1, 0, 0, vma => vma.With(SmapsField.Pss, value => value + 1)) }
        : run;
}
