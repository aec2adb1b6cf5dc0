using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>Processes and threads of the real agent on this machine's own kernel.</summary>
public sealed class LocalTaskTests : LocalAgentFixture
{
    private Operation[] Written(int pages, MapFlags sharing = MapFlags.Private) =>
    [
        new MmapOperation(0, Arena.Start, (ulong)pages * PageSize, ReadWrite, sharing | MapFlags.Anonymous | MapFlags.Fixed),
        new TouchOperation(0, Arena.Start, (ulong)pages * PageSize, PageSize, true),
    ];

    private static long MapCountOf(ProcSnapshot process) => process.Pages.Single(run => run.FirstPage == Arena.Start / 4096 || run.FirstPage == Arena.Start / 16384).MapCount;

    [Test]
    public async Task A_killed_process_is_gone_with_its_mappings()
    {
        var trace = await Agent.CompleteAsync(
            [.. Written(1), new ForkOperation(0, 1), new ObserveOperation(0), new KillOperation(0, 1), new ObserveOperation(0)]);
        Assert.That(trace.Observations.Select(observation => observation.Processes.Count), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(trace.Observations.Select(observation => MapCountOf(observation.Processes[0])), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task Who_kills_itself_leaves_the_others()
    {
        var trace = await Agent.CompleteAsync([.. Written(1), new ForkOperation(0, 1), new KillOperation(0, 0), new ObserveOperation(0)]);
        Assert.That(trace.Observations[0].Processes.Select(process => (process.Process, MapCountOf(process))), Is.EqualTo(new[] { (1, 1L) }));
    }

    [Test]
    public async Task An_executed_program_goes_on_with_nothing()
    {
        var trace = await Agent.CompleteAsync(
            [.. Written(1), new ForkOperation(0, 1), new ExecveOperation(0), new ObserveOperation(0), new ExecveOperation(0), .. Written(1), new ObserveOperation(0)]);
        Assert.That(trace.Observations[0].Processes.Select(process => process.Vmas.Count), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(trace.Observations[1].Processes.Select(MapCountOf), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(trace.Observations.Select(observation => observation.Memcg is null || observation.Memcg[MemcgField.anon] == (long)PageSize * observation.Processes.Sum(process => process.Vmas.Count)), Is.All.True, "its own memory does not count");
    }

    [Test]
    public async Task The_memory_of_threads_goes_with_the_last_one([Values] bool firstEndsFirst)
    {
        var (first, last) = firstEndsFirst ? (0, 1) : (1, 0);
        var trace = await Agent.CompleteAsync(
            [
                .. Written(1), new ThreadOperation(0, 1), new ForkOperation(1, 2), new ObserveOperation(0), new ExitOperation(first), new ObserveOperation(0),
                new ExitOperation(last), new ObserveOperation(0),
            ]);
        Assert.That(trace.Observations.Select(observation => string.Join(' ', observation.Processes.Select(process => process.Process))), Is.EqualTo(new[] { "0 1 2", $"{last} 2", "2" }));
        Assert.That(trace.Observations.Select(observation => MapCountOf(observation.Processes[^1])), Is.EqualTo(new[] { 2, 2, 1 }));
        Assert.That(trace.Observations[0].Processes[1].Pages, Is.EqualTo(trace.Observations[0].Processes[0].Pages));
    }

    [Test]
    public async Task A_process_whose_first_thread_has_ended_is_ended_with_the_run()
    {
        await Agent.CompleteAsync([.. Written(1), new ThreadOperation(0, 1), new ExitOperation(0)]);
        await Agent.CompleteAsync([.. Written(1), new ThreadOperation(0, 1), new ExecveOperation(1), new ThreadOperation(1, 2), new ExitOperation(1)]);
    }

    [Test]
    public async Task What_processes_do_together_adds_up()
    {
        const int Rounds = 20;
        var size = 4 * PageSize;
        var trace = await Agent.CompleteAsync(
            [
                .. Written(4, MapFlags.Shared), new ForkOperation(0, 1), new ForkOperation(0, 2), new TogetherOperation(7, Rounds),
                new MadviseOperation(0, Arena.Start, size, Advice.DontNeed), new TouchOperation(0, Arena.Start, size, PageSize, false),
                new MadviseOperation(1, Arena.Start, size, Advice.DontNeed), new TouchOperation(1, Arena.Start, size, PageSize, false),
                new ForkExitOperation(2), new TouchOperation(2, Arena.Start, size, PageSize, true), new MunmapOperation(2, Arena.Start + size, 0), new ObserveOperation(0),
            ]);
        Assert.That(trace.Observations[0].Processes.Select(MapCountOf), Is.EqualTo(new[] { 3, 3, 3 }));
        var token = Enumerable.Repeat(11UL, Rounds).Aggregate(2UL, (sum, step) => (sum * 31) + step);
        Assert.That(trace.Observations[0].Processes[0].Pages[0].Word >> 52, Is.EqualTo(token & 0xfff), "every round has stored");
        Assert.That(trace.Outcomes[^2].Errno, Is.EqualTo(22), "munmap of nothing");
    }

    [Test]
    public async Task What_cannot_be_done_together_breaks_the_run()
    {
        var run = await Agent.RunAsync([.. Written(1), new ForkOperation(0, 1), new TogetherOperation(1, 1), new ExitOperation(1), new ObserveOperation(0)]);
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Broken, "operation 4 cannot be done together")));
        run = await Agent.RunAsync([.. Written(1), new TogetherOperation(3, 1), new ObserveOperation(0)]);
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Broken, "operation 2 is followed by too few")));
    }
}
