using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests;

/// <summary>A guest that fails in every way that guests fail: the scenario in flight gets the blame, and the rest runs on.</summary>
public sealed class FailingGuestTests
{
    private static readonly (RunEnd End, string? Crash, string Verdict)[] Failures =
    [
        (RunEnd.Damaged, "BUG: Bad rss-counter state MM_ANONPAGES", "crash"),
        (RunEnd.Damaged, "BUG: Bad page map", "crash"),
        (RunEnd.Damaged, "RCU stall in f", "crash"),
        (RunEnd.Damaged, "out of memory in cgroup: agent", "crash"),
        (RunEnd.Damaged, "lockdep: possible recursive locking in f", "crash"),
        (RunEnd.Lost, "kernel panic: sysrq triggered crash", "crash"),
        (RunEnd.Lost, "WARNING in f", "crash"),
        (RunEnd.Lost, "NULL pointer dereference in f", "crash"),
        (RunEnd.Lost, "KASAN: slab-use-after-free Write in f", "crash"),
        (RunEnd.Lost, "soft lockup in f", "crash"),
        (RunEnd.Lost, "hung task in f", "crash"),
        (RunEnd.Lost, "silent hang", "crash"),
        (RunEnd.Lost, "SSH connection lost", "crash"),
        (RunEnd.Lost, "QEMU died", "crash"),
        (RunEnd.Lost, "the agent ended", "crash"),
        (RunEnd.TimedOut, null, "crash"),
        (RunEnd.Broken, null, "error"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task The_scenario_in_flight_is_blamed_and_the_rest_runs_on((RunEnd End, string? Crash, string Verdict) failure)
    {
        using var invocation = new Invocation();
        invocation.Add("a", "b", "c");
        invocation.Target.Edit = (index, run) => index == 1 ? run with { End = failure.End, Reason = failure.Crash ?? "why", Crash = failure.Crash } : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", $"b: {failure.Verdict}", "c: pass" }));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(invocation.Target.Started), "no guest is left");
        var isLost = failure.End is RunEnd.Damaged or RunEnd.Lost;
        Assert.That(invocation.Target.Started, Is.EqualTo(isLost ? 2 : 1), "a guest that is lost or damaged is not used again");
        var title = failure.Verdict == "crash" ? failure.Crash ?? "hang of the scenario" : null;
        Assert.That(File.ReadAllText(invocation.ResultsPath).Contains("\"crash\": \"", StringComparison.Ordinal), Is.EqualTo(title is not null));
        if (title is not null)
            Assert.That(File.ReadAllText(invocation.ResultsPath), Does.Contain($"\"crash\": \"{title}\""));
    }
}
