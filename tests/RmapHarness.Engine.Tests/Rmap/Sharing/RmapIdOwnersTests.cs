using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>The rmap-id tracker in whole programs: whether pages are exclusive, and copy-on-write reuse of PTE-mapped THPs.</summary>
public class RmapIdOwnersTests
{
    private static readonly KernelProfile Estimate = Profiles.V612 with { Scheme = AccountingScheme.NoPageMapcount };
    private static readonly KernelProfile RmapId = Estimate with { Tracker = SharingTracker.RmapId };

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, profile.Geometry.PmdPages).Write(0, profile.Geometry.PmdPages);

    private static bool Exclusive(Observation look, int process, long page) =>
        (look.Of(process).Page(page).Pagemap & PagemapBits.MmapExclusive) != 0;

    [Test]
    public void Fork_shares_and_exit_makes_exclusive_again()
    {
        Assert.That(Exclusive(Thp(RmapId).Look(), 0, 0));
        var shared = Thp(RmapId).Fork().Look();
        Assert.That((Exclusive(shared, 0, 0), Exclusive(shared, 1, 0)), Is.EqualTo((false, false)));
        Assert.That(Exclusive(Thp(RmapId).Fork().Exit(1).Look(), 0, 0));
    }

    [Test]
    public void One_page_that_the_child_keeps_shares_the_whole_folio_and_the_estimate_misses_it()
    {
        var program = (KernelProfile profile) => Thp(profile).Fork().Drop(0, 511, by: 1).Drop(511, 1).Look();
        var look = program(RmapId);
        Assert.That((Exclusive(look, 0, 0), Exclusive(look, 1, 511)), Is.EqualTo((false, false)));
        Assert.That(Exclusive(program(Profiles.V73NoPageMapcount), 0, 0), Is.False, "mm-id");
        Assert.That(Exclusive(program(Estimate), 0, 0), "the estimate");
    }

    /// <summary>2023 patch: the tracker is there for copy-on-write reuse of PTE-mapped THPs.</summary>
    [Test]
    public void A_PTE_mapped_THP_whose_sharer_left_is_written_in_place()
    {
        var program = (KernelProfile profile) => Thp(profile).Fork().Drop(0, 1).Exit(1).Write(1, 511).Look().Of(0);
        var before = Thp(RmapId).Look().Of(0);
        var after = program(RmapId);
        Assert.That(after.Frame(1), Is.EqualTo(before.Frame(1)));
        Assert.That(after.Frame(511), Is.EqualTo(before.Frame(511)));
        Assert.That(program(Estimate).Frame(511), Is.Not.EqualTo(before.Frame(511)), "the estimate never reuses");
    }

    [Test]
    public void While_the_sharer_lives_a_write_copies()
    {
        var before = Thp(RmapId).Look().Of(0);
        var look = Thp(RmapId).Fork().Drop(0, 1).Drop(1, 511, by: 1).Write(1, 511).Look();
        Assert.That(look.Of(0).Frame(511), Is.Not.EqualTo(before.Frame(511)));
        Assert.That(Exclusive(look, 1, 0), "the last owner");
    }

    [Test]
    public void A_new_process_with_the_ID_of_one_that_exited_is_its_own_owner()
    {
        var look = Thp(RmapId).Fork().Exit(1).Fork().Fork().Exit(2).Fork().Drop(0, 1, by: 4).Exit(3).Look();
        Assert.That((Exclusive(look, 0, 1), Exclusive(look, 4, 1)), Is.EqualTo((false, false)));
        var alone = Thp(RmapId).Fork().Exit(1).Fork().Fork().Exit(2).Fork().Drop(0, 1, by: 4).Exit(3).Exit(0).Look();
        Assert.That(Exclusive(alone, 4, 1));
    }

    [Test]
    public void A_process_takes_the_lowest_free_ID_and_gives_it_back()
    {
        var machine = new Machine(RmapId);
        machine.AddProcess(1);
        machine.AddProcess(2);
        machine.RemoveProcess(1);
        machine.AddProcess(3);
        Assert.That((machine.RmapIds[0], machine.RmapIds[2], machine.RmapIds[3]), Is.EqualTo((1, 3, 2)));
    }

    /// <summary>Above P mappings the answer changes when mappings go: they must go one by one.</summary>
    [Test]
    public void Removing_many_at_once_is_neutral_up_to_P_mappings()
    {
        var ids = new MmRmapIds();
        ids.Assign(0);
        var owners = OwnerTracker.Create(SharingTracker.RmapId, 9, ids);
        owners.Added(0, 512, 512);
        Assert.That(owners.BatchIsNeutral(0, 512));
        owners.Added(0, 1, 513);
        Assert.That(owners.BatchIsNeutral(0, 512), Is.False);
    }

    [Test]
    public void Large_PMDs_have_five_and_six_values([Values(16384, 65536)] int pageSize)
    {
        var geometry = Geometry.ForPageSize(pageSize);
        var profile = RmapId with { Architecture = Architecture.Arm64, Geometry = geometry };
        var look = Thp(profile).Fork().Drop(0, 1).Look();
        foreach (var process in look.Processes)
            Assert.That(process.Pages, Has.None.Matches<PageRun>(run => (run.Pagemap & PagemapBits.MmapExclusive) != 0));
        var alone = Thp(profile).Fork().Drop(0, 1).Exit(1).Look().Of(0);
        Assert.That(alone.Pages.Where(run => run.Frame >= 0), Has.All.Matches<PageRun>(run => (run.Pagemap & PagemapBits.MmapExclusive) != 0));
    }

    [TestCase(9, 4)]
    [TestCase(11, 5)]
    [TestCase(13, 6)]
    public void As_many_values_as_the_order_needs(int order, int values)
    {
        var owners = (RmapIdOwners)OwnerTracker.Create(SharingTracker.RmapId, order, new MmRmapIds());
        Assert.That(owners.Values.Length, Is.EqualTo(values));
    }

    [Test]
    public void Folios_of_order_16_are_refused() =>
        Assert.That(() => OwnerTracker.Create(SharingTracker.RmapId, 16, new MmRmapIds()), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void More_unmapped_than_mapped_is_an_error()
    {
        var ids = new MmRmapIds();
        ids.Assign(0);
        ids.Assign(1);
        var owners = OwnerTracker.Create(SharingTracker.RmapId, 9, ids);
        owners.Added(0, 1, 1);
        Assert.That(() => owners.Removed(1, 1, 0), Throws.InvalidOperationException);
    }
}
