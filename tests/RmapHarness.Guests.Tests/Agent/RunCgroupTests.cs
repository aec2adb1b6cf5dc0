using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Qemu;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>A run has a cgroup to itself, which the next one gets only if nothing is left in it.</summary>
[Category("Guest")]
public sealed class RunCgroupTests
{
    private const ulong PageSize = 4096;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Memory_that_is_left_in_it_counts_for_one_run_and_no_other()
    {
        await using var guest = await QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = "bookworm", Accelerator = AcceleratorChoice.Tcg }, new Progress<string>(), CancellationToken.None);
        Assert.That(await RunAsync(guest), Is.EqualTo((PageSize, 0)));
        const string LeaveSixteenPages =
            "mkdir /c && mount -t cgroup2 none /c && cd /c/rmapharness.*/run && (echo 0 >cgroup.procs && dd if=/dev/zero of=/left bs=4096 count=16 2>/dev/null) && echo left";
        Assert.That(await guest.Shell.RunAsync(LeaveSixteenPages, Deadline, CancellationToken.None), Is.EqualTo("left\n"));
        Assert.That(await RunAsync(guest), Is.EqualTo((PageSize, 16 * PageSize)), "the cgroup of the run before, in which something is now");
        Assert.That(await RunAsync(guest), Is.EqualTo((PageSize, 0)));
    }

    /// <summary>What memory.stat says of a run that writes to one page: of anonymous memory, and of the page cache.</summary>
    private static async Task<(long Anonymous, long File)> RunAsync(QemuGuest guest)
    {
        Operation[] operations =
        [
            new MmapOperation(0, Arena.Start, PageSize, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed),
            new TouchOperation(0, Arena.Start, PageSize, PageSize, true),
            new ObserveOperation(0),
        ];
        var run = await guest.RunAsync([new AgentJob(new AgentProgram(operations, ["parent"]), Deadline)], CancellationToken.None).SingleAsync();
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Completed, "")));
        var memcg = run.Trace.Observations[0].Memcg!;
        return (memcg[MemcgField.anon], memcg[MemcgField.file]);
    }
}
