using System.Diagnostics;
using Mono.Unix.Native;
using NUnit.Framework;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Direct;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>This machine's own kernel. However it ends, the machine is as it was.</summary>
[NonParallelizable]
public sealed class LocalTargetTests
{
    [Test]
    public async Task It_says_what_it_changes_runs_and_puts_it_back()
    {
        var state = new HostState();
        var said = new Notes();
        await using (var guest = await DirectGuest.StartAsync("local", null, said, CancellationToken.None))
        {
            state.AssertChanged();
            Assert.That(said.Text, Does.Contain("/sys/kernel/mm/transparent_hugepage/khugepaged/pages_to_scan: ").And.Contain(" -> 1\n").And.Contain("cgroup"));
            Assert.That((guest.Facts.Kernel, guest.Facts.Accelerator), Is.EqualTo(("local", "none")));
            Assert.That(guest.Facts.Release, Is.EqualTo((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim()));
            Assert.That(guest.Facts.Features.Keys, Is.EquivalentTo(new[] { "swap", "swap_area", "split_file", "userfaultfd", "userfaultfd_wp", "userfaultfd_wp_async", "io_uring", "ksm", "second_node", "numa_maps", "pagemap_scan", "processors", "page_table_check", "hugetlb" }));
            var run = await guest.RunAsync([DirectJobs.Short], CancellationToken.None).SingleAsync();
            Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Completed, "")));
            Assert.That(run.Trace.Observations, Has.Count.EqualTo(1));
        }

        await state.AssertRestoredAsync(now: true);
        Assert.That(said.Text, Does.Not.Contain("NOT restored"));
    }

    [Test]
    public async Task An_interruption_in_the_middle_of_a_run_puts_all_back()
    {
        var state = new HostState();
        using var interruption = new CancellationTokenSource();
        await using (var guest = await DirectGuest.StartAsync("local", null, new Notes(), CancellationToken.None))
        {
            var runs = guest.RunAsync([DirectJobs.Endless], interruption.Token).ToListAsync().AsTask();
            state.AssertChanged();
            interruption.CancelAfter(TimeSpan.FromMilliseconds(200));
            Assert.That(() => runs, Throws.InstanceOf<OperationCanceledException>());
        }

        await state.AssertRestoredAsync(now: true);
    }

    [Test]
    public async Task A_harness_that_is_killed_leaves_the_machine_as_it_was()
    {
        var state = new HostState();
        using var holder = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ChildHolder).Assembly.Location, "local"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.That(await holder.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo("local"));
        state.AssertChanged();
        Assert.That(Syscall.kill(holder.Id, Signum.SIGKILL), Is.Zero);
        await holder.WaitForExitAsync();
        await state.AssertRestoredAsync(now: false);
    }

    [TestCase("local", true)]
    [TestCase("ssh:root@board", true)]
    [TestCase("ssh:board", true)]
    [TestCase("ssh:", false)]
    [TestCase("ssh:root@", false)]
    [TestCase("ssh:-oProxyCommand=x", false)]
    [TestCase("ssh:a b", false)]
    [TestCase("locale", false)]
    public void Names(string name, bool isOne) => Assert.That(DirectTarget.IsName(name), Is.EqualTo(isOne));
}
