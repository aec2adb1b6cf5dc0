using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>Pages that go to swap and come back, as kernels answered.</summary>
public class SwapTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Swapping(KernelProfile profile, long pages = 8192) =>
        new Script(profile).Add(new SwaponOperation(0, (ulong)pages << profile.Geometry.PageShift));

    // Sixteen pages that have been written and are in swap.
    private static Script Out(KernelProfile profile) => Swapping(profile).Map(0, 16).Write(0, 16).Advise(0, 16, Advice.PageOut);

    private static long[] Values(Observation look, int process, params SmapsField[] fields) => [.. fields.Select(field => look.Of(process).Sum(field))];

    [TestCaseSource(nameof(All))]
    public void Pages_in_swap_are_shown_as_such(KernelProfile profile)
    {
        var look = Out(profile).Look();
        Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.Anonymous, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 0, 0, 64, 64 }));
        Assert.That(look.Of(0).Status![StatusField.VmSwap], Is.EqualTo(64));
        Assert.That(look.Of(0).Page(3).Pagemap & (PagemapBits.Present | PagemapBits.Swapped | PagemapBits.File), Is.EqualTo(PagemapBits.Swapped));
        Assert.That(look.Memcg![MemcgField.anon], Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void Without_an_area_nothing_goes(KernelProfile profile)
    {
        var look = new Script(profile).Map(0, 16).Write(0, 16).Advise(0, 16, Advice.PageOut).Look();
        Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.Swap), Is.EqualTo(new long[] { 64, 0 }));
    }

    [TestCaseSource(nameof(All))]
    public void Without_an_area_a_THP_is_split_in_the_attempt(KernelProfile profile)
    {
        var look = new Script(profile).Huge(0, 512).Write(0, 512).Advise(0, 512, Advice.PageOut).Look();
        Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.AnonHugePages), Is.EqualTo(new long[] { 2048, 0 }));
        Assert.That(look.Of(0).Page(9).Flags & KpageFlags.Thp, Is.EqualTo(KpageFlags.None));
    }

    [Test]
    public void A_load_leaves_the_swap_cache_only_since_6_19_and_then_dirty()
    {
        foreach (var (profile, clean, dirty) in new[] { (Profiles.V612, 16L, 0L), (Profiles.V73, 0L, 16L) })
        {
            var look = Out(profile).Read(0, 4).Look();
            Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.Private_Clean, SmapsField.Private_Dirty, SmapsField.Swap), Is.EqualTo(new[] { 16, clean, dirty, 48 }));
            Assert.That(look.Of(0).Page(0).Flags & KpageFlags.SwapCache, Is.EqualTo(KpageFlags.None));
        }
    }

    [TestCaseSource(nameof(All))]
    public void Fork_shares_the_entries(KernelProfile profile)
    {
        var look = Out(profile).Fork().Look();
        Assert.That(Values(look, 0, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 64, 32 }));
        Assert.That(Values(look, 1, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 64, 32 }));
    }

    [TestCaseSource(nameof(All))]
    public void Who_loads_first_leaves_the_page_in_the_cache_for_the_other(KernelProfile profile)
    {
        var look = Out(profile).Fork().Read(0, 1, by: 1).Look();
        Assert.That(look.Of(1).Page(0).Flags & KpageFlags.SwapCache, Is.EqualTo(KpageFlags.SwapCache));
        Assert.That(look.Of(1).Count(0, 0), Is.EqualTo(1));
        Assert.That(Values(look, 0, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 64, 34 }), "the child's entry is gone");
        var both = Out(profile).Fork().Read(0, 1, by: 1).Read(0, 1).Look();
        Assert.That(both.Of(0).Frame(0), Is.EqualTo(both.Of(1).Frame(0)));
        Assert.That(both.Of(0).Count(0, 0), Is.EqualTo(2));
    }

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_shared_page_copies_it_and_keeps_what_the_other_reads(KernelProfile profile)
    {
        var trace = Out(profile).Fork().Write(0, 1, by: 1).Read(0, 1).Run();
        var look = trace.Observations[^1];
        Assert.That(look.Of(0).Frame(0), Is.Not.EqualTo(look.Of(1).Frame(0)));
        var (mine, theirs) = (trace.Contents![0].Runs[0].WordOf(Arena.Start >> 12), trace.Contents[1].Runs[0].WordOf(Arena.Start >> 12));
        Assert.That((PageToken.StepOf(mine), PageToken.StepOf(theirs)), Is.EqualTo((2, 5)));
    }

    [TestCaseSource(nameof(All))]
    public void Shared_pages_do_not_go(KernelProfile profile)
    {
        var look = Swapping(profile).Map(0, 16).Write(0, 16).Fork().Advise(0, 16, Advice.PageOut).Look();
        Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.Swap), Is.EqualTo(new long[] { 64, 0 }));
    }

    [TestCaseSource(nameof(All))]
    public void Entries_end_with_the_memory(KernelProfile profile)
    {
        var look = Out(profile).Fork().Drop(0, 4).Unmap(4, 4).Advise(8, 4, Advice.Free).Look();
        Assert.That(Values(look, 0, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 16, 8 }));
        Assert.That(Values(look, 1, SmapsField.Swap, SmapsField.SwapPss), Is.EqualTo(new long[] { 64, 56 }));
    }

    [TestCaseSource(nameof(All))]
    public void Swapoff_brings_everything_back_read_only_and_dirty(KernelProfile profile)
    {
        var look = Out(profile).Fork().Add(new SwapoffOperation(0)).Look();
        foreach (var process in new[] { 0, 1 })
            Assert.That(Values(look, process, SmapsField.Rss, SmapsField.Shared_Dirty, SmapsField.Swap), Is.EqualTo(new long[] { 64, 64, 0 }));
        Assert.That(look.Of(0).Frame(5), Is.EqualTo(look.Of(1).Frame(5)));
    }

    [Test]
    public void Swapon_and_swapoff_are_refused_the_second_time()
    {
        var trace = Swapping(Profiles.V73).Add(new SwaponOperation(0, 1 << 20)).Add(new SwapoffOperation(0)).Add(new SwapoffOperation(0)).Run();
        Assert.That(trace.Outcomes.Take(4).Select(outcome => outcome.Errno), Is.EqualTo(new[] { 0, 16, 0, 22 }));
    }

    [TestCaseSource(nameof(All))]
    public void Pages_that_were_given_up_vanish_unless_they_were_stored_to(KernelProfile profile)
    {
        var look = new Script(profile).Map(0, 16).Write(0, 16).Advise(0, 16, Advice.Free).Write(4, 4).Advise(0, 16, Advice.PageOut).Look();
        Assert.That(Values(look, 0, SmapsField.Rss, SmapsField.LazyFree, SmapsField.Private_Dirty), Is.EqualTo(new long[] { 16, 0, 16 }));
        Assert.That(look.Of(0).Page(4).Flags & KpageFlags.SwapBacked, Is.EqualTo(KpageFlags.SwapBacked));
    }

    [Test]
    public void Folios_of_several_pages_come_back_whole_where_faults_may_have_them()
    {
        Script Large(KernelProfile profile, ThpMode then) => Swapping(profile).Add(new ThpSizeOperation(0, 16 << 12, ThpMode.Always))
            .Map(0, 16).Write(0, 1).Advise(0, 16, Advice.PageOut).Add(new ThpSizeOperation(0, 16 << 12, then)).Read(5, 1);
        foreach (var profile in new[] { Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount })
        {
            Assert.That(Values(Large(profile, ThpMode.Always).Look(), 0, SmapsField.Rss, SmapsField.Swap), Is.EqualTo(new long[] { 64, 0 }));
            Assert.That(Values(Large(profile, ThpMode.Never).Look(), 0, SmapsField.Rss, SmapsField.Swap), Is.EqualTo(new long[] { 4, 60 }));
        }
    }

    [TestCaseSource(nameof(All))]
    public void More_than_half_of_the_area_is_not_predicted(KernelProfile profile)
    {
        var script = Swapping(profile, 33).Map(0, 17).Write(0, 17).Advise(0, 16, Advice.PageOut);
        Assert.That(script.Look().Of(0).Sum(SmapsField.Swap), Is.EqualTo(64));
        Assert.That(() => script.Advise(16, 1, Advice.PageOut).Look(), Throws.TypeOf<UnmetExpectationException>());
    }

    [TestCaseSource(nameof(All))]
    public void Nothing_is_left_behind(KernelProfile profile)
    {
        var machine = new Machine(profile);
        var script = new Operation[]
        {
            new SwaponOperation(0, 64 << 12), new MmapOperation(0, Arena.Start, 8 << 12, Protection.Read | Protection.Write, MapFlags.Anonymous | MapFlags.Fixed | MapFlags.Private),
            new TouchOperation(0, Arena.Start, 8 << 12, 1 << 12, true), new MadviseOperation(0, Arena.Start, 8 << 12, Advice.PageOut),
            new ForkOperation(0, 1), new TouchOperation(1, Arena.Start, 4 << 12, 1 << 12, false), new ExitOperation(0), new ExitOperation(1),
        };
        for (var step = 0; step < script.Length; step++)
            Assert.That(Simulation.Apply(machine, script[step], step), Is.Zero);
        Assert.That(machine.Swap.Used, Is.Zero);
        Assert.That(machine.Memory.Runs.Count(run => run.Kind == FolioKind.Anon), Is.Zero);
    }
}
