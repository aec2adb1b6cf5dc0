using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Tests.Kernel;

public class VmaTests
{
    private const Protection Rw = Protection.Read | Protection.Write;

    private static List<(long From, long To)> Vmas(Script script, int process = 0) =>
    [
        .. script.Look().Of(process).Vmas.Select(v => ((long)((v.Start - Arena.Start) >> 12), (long)((v.End - Arena.Start) >> 12))),
    ];

    [Test]
    public void Mprotect_there_and_back_joins_again() =>
        Assert.That(Vmas(new Script(Profiles.V61).Map(0, 8).Write(0, 8).Protect(2, 2, Protection.Read).Protect(2, 2, Rw)), Is.EqualTo(new[] { (0L, 8L) }));

    [Test]
    public void Mprotect_of_a_part_makes_three() =>
        Assert.That(Vmas(new Script(Profiles.V61).Map(0, 8).Protect(2, 2, Protection.Read)), Is.EqualTo(new[] { (0L, 2L), (2L, 4L), (4L, 8L) }));

    [Test]
    public void A_faulted_part_joins_an_unfaulted_neighbour_only_in_new_kernels()
    {
        static Script Parts(KernelProfile p) => new Script(p).Map(0, 8).Advise(0, 4, Advice.HugePage).Write(4, 4).Advise(4, 4, Advice.HugePage);
        Assert.That(Vmas(Parts(Profiles.V61)), Has.Count.EqualTo(2));
        Assert.That(Vmas(Parts(Profiles.V73)), Has.Count.EqualTo(1));
    }

    [Test]
    public void In_a_child_an_unfaulted_part_does_not_join_a_faulted_one()
    {
        var script = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Fork().Map(4, 4, by: 1);
        Assert.That(Vmas(script, 1), Has.Count.EqualTo(2));
        Assert.That(Vmas(new Script(Profiles.V73).Map(0, 4).Write(0, 4).Map(4, 4)), Has.Count.EqualTo(1), "in the parent it does");
    }

    [Test]
    public void Munmap_of_the_middle_leaves_two() =>
        Assert.That(Vmas(new Script(Profiles.V61).Map(0, 8).Unmap(3, 2)), Is.EqualTo(new[] { (0L, 3L), (5L, 8L) }));

    [Test]
    public void Read_only_unfaulted_memory_is_not_charged_since_6_7()
    {
        static IReadOnlyList<string> Flags(KernelProfile p) => new Script(p).Map(0, 2).Protect(0, 2, Protection.Read).Look().Of(0).Vmas[0].Flags;
        Assert.That(Flags(Profiles.V61), Does.Contain("ac"));
        Assert.That(Flags(Profiles.V73), Does.Not.Contain("ac"));
    }

    [Test]
    public void Flags_of_a_plain_mapping() =>
        Assert.That(new Script(Profiles.V73).Map(0, 2).Look().Of(0).Vmas[0].Flags, Is.EqualTo(new[] { "ac", "me", "mr", "mw", "rd", "sd", "wr" }));

    [Test]
    public void arm64_has_no_soft_dirty() =>
        Assert.That(new Script(Profiles.V73Arm16K).Map(0, 2).Look().Of(0).Vmas[0].Flags, Does.Not.Contain("sd"));
}
