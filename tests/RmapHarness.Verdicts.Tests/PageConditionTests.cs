using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

/// <summary>A finding about pages explains those pages and no others.</summary>
public class PageConditionTests
{
    private static Difference Exclusive(string observed, MappingLevel? level, PagemapBits firstOfEntry, bool zero = false) =>
        new(1, "p", Observable.Pagemap, "", "exclusive", observed == "1" ? "0" : "1", observed, 1)
        {
            Context = new PageContext(level, zero, firstOfEntry),
        };

    [TestCase("1", MappingLevel.Pmd, PagemapBits.MmapExclusive, true)]
    [TestCase("0", MappingLevel.Pmd, PagemapBits.None, true)]
    [TestCase("0", MappingLevel.Pmd, PagemapBits.MmapExclusive, false, TestName = "not what the first page has")]
    [TestCase("1", MappingLevel.Pte, PagemapBits.MmapExclusive, false, TestName = "mapped by PTEs")]
    public void Repeating_the_first_page(string observed, MappingLevel level, PagemapBits first, bool explained) =>
        Assert.That(new PageCondition(MappingLevel.Pmd, false, true).Holds(Exclusive(observed, level, first)), Is.EqualTo(explained));

    [Test]
    public void Zero_folios_only()
    {
        var condition = new PageCondition(null, true, false);
        Assert.That(condition.Holds(Exclusive("1", MappingLevel.Pmd, PagemapBits.None, zero: true)), Is.True);
        Assert.That(condition.Holds(Exclusive("1", MappingLevel.Pmd, PagemapBits.None)), Is.False);
    }

    [TestCase(PageEntry.Swapped, true)]
    [TestCase(PageEntry.None, false)]
    [TestCase(PageEntry.Present, false)]
    public void Entries_of_a_kind_only(PageEntry entry, bool explained)
    {
        var difference = Exclusive("1", null, PagemapBits.None) with { Context = new PageContext(null, false, PagemapBits.None, entry) };
        Assert.That(new PageCondition(null, null, false, PageEntry.Swapped).Holds(difference), Is.EqualTo(explained));
    }

    [Test]
    public void A_mismatch_that_is_not_about_pages_is_not_explained() =>
        Assert.That(new PageCondition(null, null, false).Holds(new Difference(1, "p", Observable.Smaps, "", "Pss", "1", "2")), Is.False);

    [Test]
    public void The_file_is_strict_about_the_condition()
    {
        const string entry = """
            - id: x
              title: t
              kernels: { version: "< 7.0" }
              scenarios: [ "*" ]
              observable: pagemap
              field: exclusive
              pages: { mapped-by: PAGES }
              evidence: e
              reference: r
            """;
        Assert.That(KnownIssueFile.Parse(entry.Replace("PAGES", "pmd", StringComparison.Ordinal), "f")[0].Pages, Is.EqualTo(new PageCondition(MappingLevel.Pmd, null, false)));
        Assert.That(
            KnownIssueFile.Parse(entry.Replace("mapped-by: PAGES", "entry: none", StringComparison.Ordinal), "f")[0].Pages,
            Is.EqualTo(new PageCondition(null, null, false, PageEntry.None)));
        Assert.That(() => KnownIssueFile.Parse(entry.Replace("PAGES", "magic", StringComparison.Ordinal), "f"), Throws.TypeOf<KnownIssuesException>());
        Assert.That(() => KnownIssueFile.Parse(entry.Replace("mapped-by: PAGES", "zero: maybe", StringComparison.Ordinal), "f"), Throws.TypeOf<KnownIssuesException>());
    }
}
