using NUnit.Framework;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Claims;

namespace RmapHarness.Scenarios.Tests;

/// <summary>What becomes of <c>expect</c>.</summary>
public sealed class ClaimTests
{
    private const string Head = """
        name: x
        about: Claims.
        steps:
          - p mmap: { as: a, kind: anon, size: 1 pmd }
          - p fork: { child: c }
          - observe: { label: both }
          - p exit:
          - observe: all
        expect:

        """;

    [Test]
    public void One_item_with_two_fields_is_two_claims()
    {
        var claims = Claims(Geometry.Base4K, "{ process: c, range: \"a[1/2..]\", at: both, present: true, kpagecount: 3 }");
        Assert.That(claims.Select(claim => (claim.Field.Observable, claim.Value)), Is.EqualTo(new[]
        {
            (ClaimObservable.Present, (long?)1), (ClaimObservable.KpageCount, 3),
        }));
        foreach (var claim in claims)
        {
            Assert.That(claim.Step, Is.EqualTo(2));
            Assert.That(claim.Process, Is.EqualTo(1));
            Assert.That(claim.FirstPage, Is.EqualTo(0x100_0100));
            Assert.That(claim.Pages, Is.EqualTo(256));
        }
    }

    [Test]
    public void Without_a_label_it_is_about_the_last_observation() =>
        Assert.That(Claims(Geometry.Base4K, "{ process: c, page: \"a[0]\", present: 0 }").Single().Step, Is.EqualTo(4));

    [Test]
    public void A_size_is_in_kB_and_follows_the_geometry()
    {
        const string item = "{ process: c, vma: a, Pss: 1/2 pmd + 1/2 page, Rss: 12 }";
        Assert.That(Claims(Geometry.Base4K, item).Select(claim => claim.Value), Is.EqualTo(new long?[] { 1026, 12 }));
        Assert.That(Claims(Geometry.Base16K, item).Select(claim => claim.Value), Is.EqualTo(new long?[] { 16392, 12 }));
        Assert.That(Claims(Geometry.Base4K, item)[0].Field, Is.EqualTo(new ClaimField(ClaimObservable.Smaps, SmapsField.Pss)));
    }

    [Test]
    public void A_scheme_that_is_not_named_is_not_claimed()
    {
        var claim = Claims(Geometry.Base4K, "{ process: c, page: \"a[0]\", exclusive: { page-mapcount: true } }").Single();
        Assert.That(claim.ValueUnder(AccountingScheme.PageMapcount), Is.EqualTo(1));
        Assert.That(claim.ValueUnder(AccountingScheme.NoPageMapcount), Is.Null);
    }

    [Test]
    public void Every_smaps_field_can_be_claimed()
    {
        foreach (var field in Enum.GetValues<SmapsField>())
            Assert.That(Claims(Geometry.Base4K, $"{{ process: c, vma: a, {field}: 1 }}").Single().Field.Smaps, Is.EqualTo(field));
    }

    private static IReadOnlyList<CompiledClaim> Claims(Geometry geometry, string item) =>
        Programs.Compile(Programs.Load($"{Head}  - {item}\n"), geometry).Claims;
}
