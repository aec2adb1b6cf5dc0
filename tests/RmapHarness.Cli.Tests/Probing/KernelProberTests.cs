using RmapHarness.Cli.Probing;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Tests.Probing;

/// <summary>What the probes find on kernels that behave as the model does, and on kernels that do not.</summary>
public sealed class KernelProberTests
{
    private static readonly KernelProfile Modern = Example.V73;

    private static readonly KernelProfile Old = Example.V73 with { Version = new KernelVersion(6, 1), Tracker = SharingTracker.Estimate };

    /// <summary>Candidates in one line behave alike in every program of today's system calls; in two lines, otherwise.</summary>
    private static readonly string[] ModernClasses =
    [
        "page-mapcount with exact, page-mapcount with rmap-id",
        "page-mapcount with estimate",
        "page-mapcount with mm-id",
        "no-page-mapcount with exact, no-page-mapcount with rmap-id, total-mapped-pages with exact, total-mapped-pages with rmap-id",
        "no-page-mapcount with estimate, total-mapped-pages with estimate",
        "no-page-mapcount with mm-id, total-mapped-pages with mm-id",
    ];

    [TestCaseSource(nameof(ModernClasses))]
    public async Task Candidates_that_can_be_told_apart_are(string line)
    {
        var alike = line.Split(", ");
        foreach (var candidate in Candidate.All.Where(candidate => alike.Contains(candidate.ToString())))
        {
            // Its configuration promises just this.
            var probed = await ProbeAsync(candidate.Of(Modern, true), candidate.Of(Modern, true));
            Assert.That(Candidate.Of(probed.Profile), Is.EqualTo(candidate));
            Assert.That(probed.Behaviour.IsKnown, Is.True);
            var others = probed.Behaviour.Text.Contains("the same here as", StringComparison.Ordinal)
                ? probed.Behaviour.Text[(probed.Behaviour.Text.IndexOf(" as ", StringComparison.Ordinal) + 4)..].TrimEnd(')').Split(", ") : [];
            Assert.That(others, Is.EquivalentTo(alike.Where(name => name != candidate.ToString())));
        }
    }

    [Test]
    public void Every_candidate_is_in_one_class() => Assert.That(
        ModernClasses.SelectMany(line => line.Split(", ")), Is.EquivalentTo(Candidate.All.Select(candidate => candidate.ToString())));

    [TestCase(SharingTracker.Estimate, "page-mapcount with estimate, probed (the same here as page-mapcount with exact, page-mapcount with mm-id)")]
    [TestCase(SharingTracker.RmapId, "page-mapcount with rmap-id, probed, NOT page-mapcount with estimate as its release and configuration say")]
    public async Task Before_the_tracker_is_asked_only_the_one_that_brings_it_shows(SharingTracker tracker, string text)
    {
        var probed = await ProbeAsync(Old with { Tracker = tracker }, Old);
        Assert.That(probed.Behaviour.Text, Is.EqualTo(text));
        Assert.That(probed.Profile.Tracker, Is.EqualTo(tracker));
    }

    [Test]
    public async Task A_kernel_that_is_not_what_its_configuration_says_is_what_it_behaves_as()
    {
        var probed = await ProbeAsync(Modern with { Scheme = AccountingScheme.NoPageMapcount }, Modern);
        Assert.That(probed.Profile.Scheme, Is.EqualTo(AccountingScheme.NoPageMapcount));
        Assert.That(probed.Behaviour.Text, Does.Contain("NOT page-mapcount with mm-id as its release and configuration say"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Soft_dirty_bits_are_looked_for(bool has)
    {
        var probed = await ProbeAsync(Modern with { HasSoftDirty = has }, Modern);
        Assert.That(probed.Profile.HasSoftDirty, Is.EqualTo(has));
        Assert.That(probed.Behaviour.IsKnown, Is.True);
    }

    [Test]
    public async Task A_kernel_that_behaves_as_none_is_told_with_evidence_and_the_nearest()
    {
        var probed = await ProbeAsync(Modern, Modern, (index, run) => index == 1
            ? run with { Trace = run.Trace.MapVma(0, 0, 0, vma => vma.With(SmapsField.Pss, value => value + 1)) }
            : run);
        Assert.That(probed.Behaviour.IsKnown, Is.False);
        Assert.That(probed.Behaviour.Text, Is.EqualTo("behaves as NO known scheme; page-mapcount with mm-id is the nearest"));
        Assert.That(
            probed.Behaviour.Evidence,
            Is.EqualTo(new[]
            {
                "probe dropped-half (whether mappings are counted for each page or for the folio), parent: smaps Pss: expected 1536, observed 1537",
            }));
        Assert.That(Candidate.Of(probed.Profile), Is.EqualTo(Candidate.Of(Modern)));
    }

    [Test]
    public async Task Probes_without_huge_pages_are_repeated_once()
    {
        var probed = await ProbeAsync(Modern, Modern, (index, run) => index == 1 ? run with { ThpFallbacks = 1 } : run);
        Assert.That(probed.Behaviour.Text, Does.EndWith("mm-id, probed"));
        probed = await ProbeAsync(Modern, Modern, (_, run) => run with { ThpFallbacks = 1 });
        Assert.That(probed.Behaviour.Text, Does.EndWith("not probed: the kernel had no huge page for the probes"));
    }

    [Test]
    public async Task A_kernel_without_THP_is_not_probed_for_a_scheme()
    {
        var probed = await ProbeAsync(Modern with { HasSoftDirty = false }, Modern, pmdSize: 0);
        Assert.That(probed.Behaviour.Text, Does.EndWith("not probed: it has no THP"));
        Assert.That(probed.Profile.HasSoftDirty, Is.False);
    }

    private static async Task<ProbedKernel> ProbeAsync(
        KernelProfile behaves, KernelProfile promises, Func<int, ObservedRun, ObservedRun>? edit = null, long pmdSize = 2 << 20)
    {
        var target = new FakeTarget { Profile = behaves, EditProbe = edit ?? ((_, run) => run) };
        await using var guest = new FakeGuest(target, new GuestFacts("fake", "7.3.4", "x86_64", 4096, pmdSize, "none"));
        return await new KernelProber(guest, promises, []).ProbeAsync(CancellationToken.None);
    }
}
