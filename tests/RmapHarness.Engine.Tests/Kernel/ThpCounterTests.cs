using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>The counters of THPs, with the numbers that kernels showed for short programs.</summary>
public sealed class ThpCounterTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    [TestCaseSource(nameof(All))]
    public void A_half_that_is_dropped_splits_the_PMD_and_defers_the_folio(KernelProfile profile)
    {
        var thp = new Script(profile).Huge(0, 512).Write(0, 512).Drop(0, 256).Look().Thp!;

        Assert.That(Events(thp), Is.EqualTo((Fault: 1, Pmd: 1, Deferred: 1, Split: 0)));
    }

    [TestCaseSource(nameof(All))]
    public void A_whole_that_goes_at_once_counts_nothing(KernelProfile profile) =>
        Assert.That(Events(new Script(profile).Huge(0, 512).Write(0, 512).Unmap(0, 512).Look().Thp!), Is.EqualTo((Fault: 1, Pmd: 0, Deferred: 0, Split: 0)));

    [Test]
    public void A_folio_that_several_VMAs_cover_is_deferred_while_the_first_one_goes_and_up_to_6_11_in_any_case()
    {
        static int Deferred(KernelProfile profile) => Events(Protected(profile).Unmap(0, 512).Look().Thp!).Deferred;

        Assert.That(Deferred(Profiles.V73), Is.EqualTo(1));
        Assert.That(Events(Protected(Profiles.V73).Protect(0, 512, Protection.Read | Protection.Write).Unmap(0, 512).Look().Thp!).Deferred, Is.Zero);
        Assert.That(Events(Protected(Profiles.V61).Protect(0, 512, Protection.Read | Protection.Write).Unmap(0, 512).Look().Thp!).Deferred, Is.EqualTo(1));
    }

    [Test]
    public void Without_a_count_of_each_page_a_folio_is_deferred_when_its_mappings_are_less_than_its_pages()
    {
        var shared = new Script(Profiles.V73NoPageMapcount).Huge(0, 512).Write(0, 512).Fork().Drop(0, 256, by: 1).Write(0, 1);
        Assert.That(Events(shared.Look().Thp!).Deferred, Is.Zero);

        Assert.That(Events(shared.Exit(1).Look().Thp!).Deferred, Is.EqualTo(1));
        Assert.That(
            Events(new Script(Profiles.V73).Huge(0, 512).Write(0, 512).Fork().Drop(0, 256, by: 1).Write(0, 1).Look().Thp!).Deferred, Is.EqualTo(1));
    }

    [Test]
    public void A_folio_that_somebody_maps_whole_is_not_deferred()
    {
        var copied = new Script(Profiles.V73).Huge(0, 512).Write(0, 512).Fork().Exit(0).Fork(by: 1).Write(0, 512, by: 1).Write(0, 512, by: 2).Look().Thp!;

        Assert.That(copied.Sizes[2048][ThpStat.nr_anon], Is.EqualTo(1), "the second one to write keeps the folio whole");
        Assert.That(Events(copied), Is.EqualTo((Fault: 1, Pmd: 1, Deferred: 0, Split: 0)));
    }

    [Test]
    public void Copies_go_page_by_page_so_that_copying_all_of_a_folio_defers_it() =>
        Assert.That(
            Events(Protected(Profiles.V612).Protect(0, 512, Protection.Read | Protection.Write).Fork().Exit(1).Write(0, 512).Look().Thp!).Deferred,
            Is.EqualTo(1));

    [Test]
    public void Sizes_are_counted_apart_and_by_what_there_is()
    {
        var script = new Script(Profiles.V73).Add(new ThpSizeOperation(0, 64 << 10, ThpMode.Madvise)).Huge(0, 64).Write(0, 64).Drop(8, 16);
        var thp = script.Look().Thp!;
        var size = thp.Sizes[64];

        Assert.That((size[ThpStat.anon_fault_alloc], size[ThpStat.nr_anon], size[ThpStat.nr_anon_partially_mapped], size[ThpStat.split_deferred]), Is.EqualTo((4, 4, 2, 2)));
        Assert.That(thp.Events[ThpEvent.thp_deferred_split_page], Is.Zero, "only PMD-sized ones");
        Assert.That(thp.Sizes[32][ThpStat.nr_anon], Is.Zero);

        size = script.Advise(32, 8, Advice.Cold).Drop(0, 8).Look().Thp!.Sizes[64];
        Assert.That((size[ThpStat.split], size[ThpStat.nr_anon], size[ThpStat.nr_anon_partially_mapped], size[ThpStat.split_deferred]), Is.EqualTo((1, 2, 1, 3)), "what is split is deferred on the way");
    }

    [Test]
    public void The_first_kernels_have_one_size() => Assert.That(new Script(Profiles.V61).Huge(0, 512).Look().Thp!.Sizes, Is.Empty);

    [Test]
    public void Nothing_is_said_once_others_may_use_a_size() =>
        Assert.That(new Script(Profiles.V73).Add(new ThpSizeOperation(0, 64 << 10, ThpMode.Always)).Huge(0, 512).Look().Thp, Is.Null);

    private static Script Protected(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512).Protect(100, 1, Protection.Read);

    private static (int Fault, int Pmd, int Deferred, int Split) Events(ThpCounters thp) => (
        (int)thp.Events[ThpEvent.thp_fault_alloc],
        (int)thp.Events[ThpEvent.thp_split_pmd],
        (int)thp.Events[ThpEvent.thp_deferred_split_page],
        (int)thp.Events[ThpEvent.thp_split_page]);
}
