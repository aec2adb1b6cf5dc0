using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class MovePagesTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Small(KernelProfile profile) => new Script(profile).Map(0, 8).Write(0, 6);

    private static Script Huge(KernelProfile profile) => new Script(profile).Huge(0, Pmd).Write(0, Pmd);

    private static ulong Word(ProcSnapshot snapshot, long page) => snapshot.Page(page).WordOf((Arena.Start >> 12) + (ulong)page);

    [TestCaseSource(nameof(All))]
    public void Pages_get_new_frames_once_and_keep_what_they_hold(KernelProfile profile)
    {
        var before = Small(profile).Look().Of(0);
        var moved = Small(profile).MovePages(2, 4).Look();
        var p = moved.Of(0);
        Assert.That((p.Frame(1) == before.Frame(1), p.Frame(2) == before.Frame(2)), Is.EqualTo((true, false)));
        Assert.That((Word(p, 2), p.Count(0, 5), p.Sum(SmapsField.Private_Dirty)), Is.EqualTo((Word(before, 2), 1, 24)));
        Assert.That(moved.Memcg![MemcgField.anon], Is.EqualTo(6L << 12));
        Assert.That(Small(profile).MovePages(2, 4).MovePages(0, 8).Look().Of(0).Frame(2), Is.EqualTo(p.Frame(2)));
        Assert.That(Small(profile).MovePages(0, 8, node: 0).Look().Of(0).Frame(2), Is.EqualTo(before.Frame(2)));
    }

    [TestCaseSource(nameof(All))]
    public void What_others_map_too_stays(KernelProfile profile)
    {
        var script = Small(profile).Fork().Write(0, 2);
        var before = script.Look().Of(0);
        var trace = script.MovePages(0, 8).Run();
        Assert.That(trace.Outcomes[5].Errno, Is.EqualTo(Errno.Access));
        var p = trace.Observations[^1].Of(0);
        Assert.That((p.Frame(0) == before.Frame(0), p.Frame(2) == before.Frame(2)), Is.EqualTo((false, true)));
    }

    [TestCaseSource(nameof(All))]
    public void A_THP_goes_as_a_whole_and_stays_mapped_by_its_PMD(KernelProfile profile)
    {
        var before = Huge(profile).Look().Of(0);
        var trace = Huge(profile).MovePages(7, 1).Run();
        var p = trace.Observations[^1].Of(0);
        Assert.That((trace.Outcomes[3].Errno, p.Frame(0) == before.Frame(0), p.Sum(SmapsField.AnonHugePages)), Is.EqualTo((0, false, 2048)));
        Assert.That(p.Frame(511) - p.Frame(0), Is.EqualTo(511));
        var events = trace.Observations[^1].Thp!.Events;
        Assert.That((events[ThpEvent.thp_split_pmd], events[ThpEvent.thp_migration_success]), Is.EqualTo((0, 1)));
    }

    private static readonly object[] Deferred = [new object[] { Profiles.V61, 1 }, new object[] { Profiles.V612, 2 }, new object[] { Profiles.V73, 2 }];

    // Its pages are unmapped one by one, and the new folio waits to be split as the old one did.
    [TestCaseSource(nameof(Deferred))]
    public void A_THP_that_PTEs_map_waits_to_be_split_from_then_on(KernelProfile profile, int events)
    {
        var look = Huge(profile).Protect(128, 128, Protection.Read).Protect(0, Pmd, Protection.Read | Protection.Write).MovePages(0, 1).Look();
        Assert.That(look.Thp!.Events[ThpEvent.thp_deferred_split_page], Is.EqualTo(events));
        Assert.That(look.Of(0).Page(9).Flags.HasFlag(KpageFlags.Thp), Is.True);
    }

    [TestCaseSource(nameof(All))]
    public void Shared_memory_is_found_in_its_new_place(KernelProfile profile)
    {
        var look = new Script(profile).Map(0, 8, shared: true).Write(0, 8).Fork().MovePages(0, 8).Read(0, 8, by: 1).Look();
        Assert.That(look.Of(1).Frame(3), Is.EqualTo(look.Of(0).Frame(3)));
        Assert.That(look.Processes.Select(process => process.Count(0, 7)), Is.All.EqualTo(2));
    }

    [Test]
    public void What_a_pipe_holds_is_not_predicted() =>
        Assert.That(() => Small(Profiles.V73).Splice(3, 1).MovePages(0, 8).Look(), Throws.TypeOf<UnmetExpectationException>());
}
