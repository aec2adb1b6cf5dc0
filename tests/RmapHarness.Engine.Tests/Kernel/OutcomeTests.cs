using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Engine.Tests.Kernel;

public class OutcomeTests
{
    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [Test]
    public void Touching_nothing_is_a_segfault() => Assert.That(Last(new Script(Profiles.V73).Write(0, 1)), Is.EqualTo(-11));

    [Test]
    public void Writing_read_only_memory_is_a_segfault_and_reading_is_not()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, Protection.Read).Write(0, 1)), Is.EqualTo(-11));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, Protection.Read).Read(0, 1)), Is.Zero);
    }

    [Test]
    public void Madvise_and_mprotect_over_a_hole_are_ENOMEM()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1).Map(2, 1).Drop(0, 3)), Is.EqualTo(12));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1).Map(2, 1).Protect(0, 3, Protection.Read)), Is.EqualTo(12));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1).Protect(0, 2, Protection.Read)), Is.EqualTo(12));
    }

    [Test]
    public void Munmap_of_nothing_is_fine_and_of_no_length_is_not()
    {
        Assert.That(Last(new Script(Profiles.V73).Unmap(0, 4)), Is.Zero);
        Assert.That(Last(new Script(Profiles.V73).Unmap(0, 0)), Is.EqualTo(22));
    }

    [Test]
    public void Pages_before_the_fault_are_touched()
    {
        var look = new Script(Profiles.V73).Map(0, 4).Unmap(2, 1).Write(0, 4).Look();
        Assert.That((look.Of(0).Page(1).MapCount, look.Of(0).Page(3).MapCount), Is.EqualTo((1, 0)));
    }

    [Test]
    public void A_missed_folio_expectation_is_said()
    {
        var script = new Script(Profiles.V73).Map(0, 512).Add(new TouchOperation(0, RmapHarness.Engine.Memory.Arena.Start, 4096, 4096, true, 9));
        Assert.That(() => script.Run(), Throws.TypeOf<UnmetExpectationException>());
    }
}
