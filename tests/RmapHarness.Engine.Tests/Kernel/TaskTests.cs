using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>kill, execve, threads and process_madvise.</summary>
public class TaskTests
{
    private static readonly KernelProfile V73 = Profiles.V73;

    [Test]
    public void A_killed_process_unmaps_everything_and_leaves_the_others()
    {
        var look = new Script(V73).Map(0, 4).Write(0, 4).Fork().Add(new KillOperation(1, 0)).Look();

        Assert.That(look.Processes.Select(process => process.Process), Is.EqualTo(new[] { 1 }));
        Assert.That(look.Processes[0].Pages.Select(run => run.MapCount), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void A_kill_takes_all_threads()
    {
        var look = new Script(V73).Map(0, 4).Write(0, 4).Fork().Thread().Add(new KillOperation(1, 2)).Look();

        Assert.That(look.Processes.Select(process => process.Process), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Execve_leaves_an_empty_address_space_without_files()
    {
        var script = new Script(V73).CreatePages(4).Map(0, 4).Write(0, 4).Fork().Add(new ExecveOperation(0)).MapFile(8, 4, shared: true);
        var trace = script.Run();

        Assert.That(trace.Outcomes[^2].Errno, Is.EqualTo(Errno.BadDescriptor));
        Assert.That(trace.Observations[^1].Processes.Select(process => process.Vmas.Count), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(trace.Observations[^1].Processes[1].Pages[0].MapCount, Is.EqualTo(1));
    }

    [Test]
    public void Execve_forgets_that_future_mappings_are_locked()
    {
        var look = new Script(V73).Add(new MlockAllOperation(0, MlockAllFlags.Future)).Add(new ExecveOperation(0)).Map(0, 4).Look();

        Assert.That(look.Processes[0].Pages.Any(run => run.Pagemap.HasFlag(PagemapBits.Present)), Is.False);
    }

    [Test]
    public void Execve_of_a_thread_ends_the_others()
    {
        var look = new Script(V73).Map(0, 4).Write(0, 4).Thread().Add(new ExecveOperation(1)).Look();

        Assert.That(look.Processes.Select(process => (process.Process, process.Vmas.Count, process.SharesWith)), Is.EqualTo(new[] { (1, 0, (int?)null) }));
    }

    [Test]
    public void Threads_show_the_same_and_count_once()
    {
        var look = new Script(V73).Map(0, 4).Thread().Write(0, 4, by: 1).Look();

        Assert.That(look.Processes.Select(process => process.SharesWith), Is.EqualTo(new int?[] { null, 0 }));
        Assert.That(look.Processes[1].Pages, Is.EqualTo(look.Processes[0].Pages));
        Assert.That(look.Processes[1].Pages[0].MapCount, Is.EqualTo(1));
    }

    [Test]
    public void Memory_stays_until_the_last_thread_ends([Values] bool firstEndsFirst)
    {
        var (first, last) = firstEndsFirst ? (0, 1) : (1, 0);
        var script = new Script(V73).Map(0, 4).Write(0, 4).Thread().Fork().Exit(first).Add(new ObserveOperation(0)).Exit(last);
        var observations = script.Run().Observations;

        Assert.That(observations[0].Processes.Select(process => process.Process), Is.EqualTo(new[] { last, 2 }));
        Assert.That(observations[0].Processes.Select(process => process.Pages[0].MapCount), Is.All.EqualTo(2));
        Assert.That(observations[1].Processes.Select(process => process.Pages[0].MapCount), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void An_executed_program_takes_the_lowest_free_rmap_id_before_the_old_one_is_free()
    {
        var ids = new MmRmapIds();
        ids.Assign(0);
        ids.Assign(1);
        ids.Replace(0, 0);
        ids.Assign(2);

        Assert.That((ids[0], ids[1], ids[2]), Is.EqualTo((3, 2, 1)));
    }

    [TestCase(Advice.Cold, Errno.None)]
    [TestCase(Advice.PageOut, Errno.None)]
    [TestCase(Advice.DontNeed, Errno.Invalid)]
    [TestCase(Advice.Free, Errno.Invalid)]
    [TestCase(Advice.HugePage, Errno.Invalid)]
    [TestCase(Advice.PopulateRead, Errno.Invalid)]
    public void Another_process_permits_what_loses_nothing(Advice advice, int expected)
    {
        foreach (var profile in new[] { Profiles.V612, V73 })
            Assert.That(OutcomeOf(profile, target: 0, advice), Is.EqualTo(expected), profile.Version.ToString());
    }

    [Test]
    public void The_callers_own_memory_takes_every_advice_since_6_13()
    {
        Assert.That(OutcomeOf(Profiles.V612, target: 1, Advice.DontNeed), Is.EqualTo(Errno.Invalid));
        Assert.That(OutcomeOf(V73, target: 1, Advice.DontNeed), Is.EqualTo(Errno.None));
    }

    private static int OutcomeOf(KernelProfile profile, int target, Advice advice) =>
        new Script(profile).Map(0, 4).Write(0, 4).Fork().AdviseProcess(0, 4, target, advice, by: 1).Run().Outcomes[^2].Errno;
}
