using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Tests.Rmap;

/// <summary>The RFC's TODO "Mapcount overflows": refused one before the counter turns negative, on both sides of each limit.</summary>
public class MappingLimitsTests
{
    private const long Max32 = int.MaxValue;

    [TestCase(Max32 - 1, 0, 1, 1, true)]
    [TestCase(Max32, 0, 1, 1, false)]
    [TestCase(0, Max32 - 512, 1, 512, true)]
    [TestCase(0, Max32 - 511, 1, 512, false)]
    public void At_32_bits(long mapcount, long total, long entries, long pages, bool admitted) =>
        Assert.That(MappingLimits.Bits32.Admit(mapcount, total, entries, pages), Is.EqualTo(admitted));

    [TestCase(Max32 - 1, Max32 + 1, 1, 512, true)]
    [TestCase(Max32, Max32 + 1, 1, 512, false)]
    [TestCase(0, long.MaxValue - 512, 1, 512, true)]
    [TestCase(0, long.MaxValue - 511, 1, 512, false)]
    public void At_64_bits(long mapcount, long total, long entries, long pages, bool admitted) =>
        Assert.That(MappingLimits.Bits64.Admit(mapcount, total, entries, pages), Is.EqualTo(admitted));

    [Test]
    public void Fork_is_refused_where_total_mapped_pages_would_pass_32_bits()
    {
        // 8,191 PUD mappings of 2^18 pages are 2^31 - 2^18; one more would be 2^31, one too many.
        var profile = Profiles.V73TotalMappedPages with { MappingLimits = MappingLimits.Bits32 };
        var script = new Script(profile).Map(0, 1 << 18).MapFolio(0, 1 << 18, 18, MappingLevel.Pud);
        for (var i = 1; i <= 8191; i++)
            script.Fork();
        var outcomes = script.Run().Outcomes;
        Assert.That(outcomes.Count(o => o.Errno == 12), Is.EqualTo(1));
        Assert.That(outcomes[2 + 8190].Errno, Is.EqualTo(12), "the 8,191st fork would be the 8,192nd mapping");
        Assert.That(outcomes[2 + 8189].Errno, Is.Zero);
    }

    [Test]
    public void A_new_mapping_is_refused_and_changes_nothing()
    {
        var profile = Profiles.V73TotalMappedPages with { MappingLimits = new MappingLimits(4, 100) };
        var script = new Script(profile).Map(0, 8).MapFolio(0, 4, 4, MappingLevel.Pte).MapFolio(4, 1, 4, MappingLevel.Pte, first: 4);
        var steps = script.Steps();
        Assert.That((steps[1].Outcome.Errno, steps[2].Outcome.Errno), Is.EqualTo((0, 12)));
        Assert.That(steps[2].Folios[0].Mapcount, Is.EqualTo(4));
    }

    [Test]
    public void A_refused_fork_leaves_no_child()
    {
        var profile = Profiles.V73TotalMappedPages with { MappingLimits = new MappingLimits(4, 100) };
        var steps = new Script(profile).Map(0, 8).Write(0, 1).MapFolio(4, 3, 4, MappingLevel.Pte).Fork().Steps();
        Assert.That(steps[^1].Outcome.Errno, Is.EqualTo(12));
        Assert.That(steps[^1].Processes, Has.Count.EqualTo(1));
        Assert.That(steps[^1].Folios.Select(f => f.Mapcount), Is.EquivalentTo(new[] { 1L, 3L }));
    }

    [Test]
    public void Todays_kernels_refuse_nothing() =>
        Assert.That(new Script(Profiles.V73).Map(0, 1, Protection.Read | Protection.Write).Write(0, 1).Fork().Run().Outcomes.All(o => o.Errno == 0), Is.True);
}
