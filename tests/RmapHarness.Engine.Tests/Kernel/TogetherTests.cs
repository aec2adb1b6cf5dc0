using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Kernel.Together;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>Steps that several processes do at the same time.</summary>
public class TogetherTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    // Both have pages 0 to 15, which were looked at.
    private static Script Shared(KernelProfile profile) => new Script(profile).Map(0, 16).Write(0, 16).Fork().Add(new ObserveOperation(0));

    private static string? Difference(KernelProfile profile, Script before, params Operation[] block)
    {
        var program = before.Together(1, block).Program();
        var at = program.Operations.ToList().FindIndex(operation => operation is TogetherOperation);
        return OrderCheck.Difference(profile, program, at);
    }

    private static TouchOperation Touch(int by, long page, long pages, bool write) =>
        new(by, Arena.Start + ((ulong)page << 12), (ulong)pages << 12, 1UL << 12, write);

    private static MadviseOperation Drop(int by, long page, long pages) => new(by, Arena.Start + ((ulong)page << 12), (ulong)pages << 12, Advice.DontNeed);

    [TestCaseSource(nameof(All))]
    public void Drops_of_shared_pages_come_in_any_order(KernelProfile profile) =>
        Assert.That(Difference(profile, Shared(profile), Drop(0, 0, 8), Drop(1, 4, 8)), Is.Null);

    [TestCaseSource(nameof(All))]
    public void Who_writes_last_keeps_the_frame_that_was_seen(KernelProfile profile) =>
        Assert.That(Difference(profile, Shared(profile), Touch(0, 0, 4, true), Touch(1, 0, 4, true)), Does.Contain("page 1000000"));

    [TestCaseSource(nameof(All))]
    public void A_write_and_a_drop_of_what_is_shared_depend_on_their_order(KernelProfile profile) =>
        Assert.That(Difference(profile, Shared(profile), Touch(0, 0, 4, true), Drop(1, 0, 4)), Is.Not.Null);

    [TestCaseSource(nameof(All))]
    public void Writes_to_other_pages_do_not(KernelProfile profile) =>
        Assert.That(Difference(profile, Shared(profile), Touch(0, 0, 4, true), Touch(1, 4, 4, true)), Is.Null);

    [Test]
    public void A_store_between_the_two_parts_of_another_is_tried_too()
    {
        var memory = new Script(Profiles.V73).Map(0, 16, shared: true).Write(0, 16).Fork();

        // Either order of the whole touches gives every page the same two stores; what lies between the parts gives pages other last ones.
        Assert.That(Difference(Profiles.V73, memory, Touch(0, 0, 16, true), Touch(1, 0, 16, true)), Is.Not.Null);
    }

    [Test]
    public void Every_round_stores_and_the_first_bad_result_stays()
    {
        var once = Shared(Profiles.V73).Together(1, Touch(0, 0, 1, true), new MunmapOperation(1, Arena.Start, 16UL << 12), Touch(1, 0, 1, false)).Run();
        var twice = Shared(Profiles.V73).Together(2, Touch(0, 0, 1, true), Touch(1, 0, 1, false), new MunmapOperation(1, Arena.Start, 16UL << 12)).Run();

        Assert.That(once.Outcomes.Select(outcome => outcome.Errno), Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0, 0, Errno.SegmentationFault, 0 }));
        Assert.That(twice.Outcomes.Select(outcome => outcome.Errno), Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0, Errno.SegmentationFault, 0, 0 }));
        Assert.That(twice.Contents![0].Runs[0].Word, Is.Not.EqualTo(once.Contents![0].Runs[0].Word), "the second word sums up what was stored");
    }

    [Test]
    public void A_child_that_ends_at_once_leaves_counts_as_they_were_and_pages_shared()
    {
        var look = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Add(new ForkExitOperation(0)).Write(0, 4).Look();

        Assert.That(look.Processes.Select(process => process.Pages[0].MapCount), Is.EqualTo(new[] { 1 }));
        Assert.That(look.Processes[0].Pages[0].Pagemap.HasFlag(PagemapBits.MmapExclusive), Is.True);
    }
}
