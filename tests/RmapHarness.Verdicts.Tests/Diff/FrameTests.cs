using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Tests.Diff;

public sealed class FrameTests
{
    private const KpageFlags Head = HandMade.Small | KpageFlags.CompoundHead | KpageFlags.Thp;
    private const KpageFlags Tail = HandMade.Small | KpageFlags.CompoundTail | KpageFlags.Thp;

    [Test]
    public void Any_renumbering_agrees() =>
        Assert.That(Fields(HandMade.Frames([1, 2, 3], [1, 2, 3]), HandMade.Frames([70, 50, 9], [70, 50, 9])), Is.Empty);

    [Test]
    public void A_shared_frame_must_be_shared() =>
        Assert.That(Texts(HandMade.Processes([1], [1]), HandMade.Processes([7], [8])), Is.EqualTo(new[]
        {
            "child 0x1000000000+0 identity: the frame of parent, step 0 / another frame",
        }));

    [Test]
    public void Frames_of_their_own_must_not_be_shared() =>
        Assert.That(Texts(HandMade.Processes([1, 2], [3, 4]), HandMade.Processes([7, 8], [7, 8])), Is.EqualTo(new[]
        {
            "child 0x1000000000+0..1 identity: a frame of its own / the frame of parent, step 0",
        }));

    [Test]
    public void A_frame_that_stays_keeps_its_PFN() =>
        Assert.That(Fields(HandMade.Frames([1, 2], [1, 2]), HandMade.Frames([7, 8], [7, 9])), Is.EqualTo(new[] { "identity" }));

    [Test]
    public void A_move_is_told_once() =>
        Assert.That(Fields(HandMade.Frames([1], [1], [1]), HandMade.Frames([7], [8], [8])), Is.EqualTo(new[] { "identity" }));

    [Test]
    public void A_new_frame_needs_a_new_PFN() =>
        Assert.That(Fields(HandMade.Frames([1, 2], [3, 1]), HandMade.Frames([7, 8], [7, 7])), Is.Not.Empty);

    [Test]
    public void A_freed_frame_may_be_used_again() =>
        Assert.That(Fields(HandMade.Frames([1], [2]), HandMade.Frames([7], [7])), Is.Empty);

    [Test]
    public void A_frame_that_nothing_names_for_a_while_is_not_free() =>
        Assert.That(Fields(HandMade.Frames([1], [2], [1]), HandMade.Frames([7], [7], [7])), Has.Member("identity"));

    [Test]
    public void A_large_folio_is_contiguous() =>
        Assert.That(
            Fields(
                HandMade.Pages((8, Head), (9, Tail), (10, Tail), (11, Tail)),
                HandMade.Pages((16, Head), (17, Tail), (30, Tail), (31, Tail))),
            Is.EqualTo(new[] { "contiguous" }));

    [Test]
    public void A_large_folio_is_aligned() =>
        Assert.That(
            Fields(
                HandMade.Pages((8, Head), (9, Tail), (10, Tail), (11, Tail)),
                HandMade.Pages((18, Head), (19, Tail), (20, Tail), (21, Tail))),
            Is.EqualTo(new[] { "aligned" }));

    [Test]
    public void A_folio_that_is_seen_in_part_is_aligned_to_what_is_seen()
    {
        Assert.That(Fields(HandMade.Pages((8, Head), (9, Tail), (10, Tail)), HandMade.Pages((20, Head), (21, Tail), (22, Tail))), Is.Empty);
        Assert.That(
            Fields(HandMade.Pages((8, Head), (9, Tail), (10, Tail)), HandMade.Pages((18, Head), (19, Tail), (20, Tail))),
            Is.EqualTo(new[] { "aligned" }));
    }

    [Test]
    public void Neighbours_of_different_folios_need_not_be_contiguous() =>
        Assert.That(
            Fields(HandMade.Pages((8, Head), (9, Tail), (10, Head), (11, Tail)), HandMade.Pages((16, Head), (17, Tail), (2, Head), (3, Tail))),
            Is.Empty);

    private static IEnumerable<string> Fields(Trace expected, Trace observed) =>
        HandMade.Compare(expected, observed).Differences.Select(difference => difference.Field);

    private static IEnumerable<string> Texts(Trace expected, Trace observed) =>
        HandMade.Compare(expected, observed).Differences.Select(difference =>
            $"{difference.Process} {difference.Where} {difference.Field}: {difference.Expected} / {difference.Observed}");
}
