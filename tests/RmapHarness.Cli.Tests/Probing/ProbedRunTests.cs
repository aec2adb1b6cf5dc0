using System.Text.Json;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Cli.Tests.Probing;

/// <summary>Whole runs on kernels that probing finds something about.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbedRunTests : IDisposable
{
    private readonly Invocation invocation = new();

    public ProbedRunTests() => invocation.Add("a", "b");

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task A_kernel_that_behaves_as_no_known_scheme_is_status_1_even_if_all_scenarios_agree()
    {
        invocation.Target.EditProbe = (index, run) => index == 1
            ? run with { Trace = run.Trace.MapVma(0, 0, 0, vma => vma.With(SmapsField.Pss, value => value + 1)) }
            : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: pass" }));
        Assert.That(invocation.Output, Does.Contain("7.3.4-fake behaves as NO known scheme; page-mapcount with mm-id is the nearest:\n  probe dropped-half"));
        using var document = JsonDocument.Parse(File.ReadAllText(invocation.ResultsPath));
        var behaviour = document.RootElement.GetProperty("kernel").GetProperty("behaviour");
        Assert.That(behaviour.GetProperty("known").GetBoolean(), Is.False);
        Assert.That(behaviour.GetProperty("evidence").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_guest_that_is_lost_in_a_probe_is_nobodys_crash()
    {
        invocation.Target.EditProbe = (index, run) => index == 1 ? run with { End = RunEnd.Lost, Reason = "Oops" } : run;

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: pass", "b: pass" }));
        Assert.That(invocation.Error, Does.Contain("not probed: a probe did not complete: Oops"));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_kernel_without_soft_dirty_bits_agrees_without_being_told()
    {
        invocation.Target.Profile = Example.V73 with { HasSoftDirty = false };

        Assert.That(await invocation.RunAsync(), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Error, Does.Contain(", no soft-dirty, "));
    }

    [Test]
    public async Task One_line_says_what_the_kernel_is()
    {
        invocation.Target.Config = "CONFIG_MEMCG=y\nCONFIG_KSM=y\n";
        invocation.Target.Facts = facts => facts with
        {
            Settings =
            [
                new AgentSetting("/sys/kernel/mm/transparent_hugepage/enabled", "always", "madvise"),
                new AgentSetting("/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled", "never", "never"),
                new AgentSetting("/sys/kernel/mm/transparent_hugepage/hugepages-2048kB/enabled", "inherit", "inherit"),
            ],
            Features = new Dictionary<string, string> { ["swap"] = "off" },
        };

        Assert.That(await invocation.RunAsync("a"), Is.EqualTo(ExitStatus.Good));
        Assert.That(
            invocation.Error,
            Does.Contain(
                "new: 7.3.4-fake (x86_64, 4 KiB pages, page-mapcount, mm-id, tcg): page-mapcount with mm-id, probed; " +
                "PMD 2 MiB, THP orders 4 9, soft-dirty, thp=always, swap=off, config KSM MEMCG\n"));
    }
}
