using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>mremap of what userfaultfd watches.</summary>
public class UffdMoveTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [TestCaseSource(nameof(All))]
    public void In_the_new_place_nothing_is_watched_or_protected(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 16).Write(0, 16).UffdRegister(0, 16).UffdProtect(4, 4).Move(0, 16, 32);
        var p = script.Look().Of(0);
        Assert.That((p.IsUffdProtected(36), p.Watched().Single()), Is.EqualTo((false, false)));
        Assert.That(Last(script.Write(32, 16)), Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void What_is_left_is_still_watched(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 16).Write(0, 16).UffdRegister(0, 16).UffdProtect(4, 4).Move(0, 16, 32, leaves: true);
        Assert.That(script.Look().Of(0).Watched(), Is.EqualTo(new[] { true, false }));
        Assert.That(Last(script.Write(0, 16)), Is.Zero, "there is nothing in it that could be protected");
        Assert.That(Last(script.UffdProtect(0, 16)), Is.Zero);
        Assert.That(Last(script.UffdProtect(32, 16)), Is.EqualTo(2));
    }

    [TestCaseSource(nameof(All))]
    public void Swapped_pages_are_free_in_the_new_place(KernelProfile profile)
    {
        var script = new Script(profile).Add(new SwaponOperation(0, 1 << 20)).Map(0, 16).Write(0, 16).UffdRegister(0, 16).UffdProtect(0, 16)
            .Advise(0, 16, Advice.PageOut).Move(0, 16, 32);
        Assert.That(script.Look().Of(0).IsUffdProtected(32), Is.False);
        Assert.That(Last(script.Write(32, 16)), Is.Zero);
    }

    [Test]
    public void A_page_table_moves_with_its_entries_only_if_they_stay_as_they_are()
    {
        foreach (var (profile, watched, huge) in new[] { (Profiles.V61, true, 2048L), (Profiles.V612, true, 0), (Profiles.V73, true, 0), (Profiles.V73, false, 2048) })
        {
            var script = new Script(profile).Map(0, 512).Write(0, 512).Map(2048, 512);
            script = script.UffdRegister(watched ? 0 : 2048, 512).Move(0, 512, 1024, leaves: true);
            var p = script.UffdUnregister(0, 512).Advise(0, 512, Advice.HugePage).Write(0, 1).Look().Of(0);
            Assert.That(p.Sum(SmapsField.AnonHugePages), Is.EqualTo(huge), $"{profile.Version}, {watched}");
        }
    }

    [Test]
    public void What_is_watched_moves_alone()
    {
        var parts = new Script(Profiles.V73).Map(0, 16).Write(0, 16).Protect(0, 8, Protection.Read);
        parts = parts.UffdRegister(8, 8).Move(0, 16, 32);
        Assert.That(Last(parts), Is.EqualTo(14));
        Assert.That(parts.Look().Of(0).Vmas.Select(vma => (long)((vma.Start - Arena.Start) >> 12)), Is.EqualTo(new[] { 8L, 32 }), "those before it have moved");

        var first = new Script(Profiles.V73).Map(0, 16).Write(0, 16).Protect(8, 8, Protection.Read).UffdRegister(0, 8).Move(0, 16, 32);
        Assert.That(Last(first), Is.EqualTo(14));
        Assert.That(first.Look().Of(0).Vmas[0].Start, Is.EqualTo(Arena.Start));

        Assert.That(Last(new Script(Profiles.V73).Map(0, 8).Write(0, 8).UffdRegister(0, 8).Move(0, 16, 32)), Is.EqualTo(14), "a hole behind it");
        Assert.That(Last(new Script(Profiles.V73).Map(0, 8).Write(0, 8).Move(0, 16, 32)), Is.Zero);
    }

    [Test]
    public void It_does_not_join_what_was_not_watched()
    {
        static int Vmas(Script script) => script.Move(0, 4, 24).Look().Of(0).Vmas.Count;

        Assert.That(Vmas(new Script(Profiles.V73).Map(0, 4).Map(20, 4)), Is.EqualTo(1));
        Assert.That(Vmas(new Script(Profiles.V73).Map(0, 4).Map(20, 4).UffdRegister(0, 4)), Is.EqualTo(2));
    }
}
