using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

public sealed class KnownIssueFileTests
{
    private const string Entry = """
        - id: one
          title: t
          kernels: { version: ">= 6.15, < 7.4", arch: x86_64, scheme: no-page-mapcount }
          scenarios: [ fork-*, exact ]
          observable: kpagecount
          field: kpagecount
          step: 5
          expected: "1"
          observed: "2"
          evidence: e
          reference: r
        """;

    private static readonly KernelProfile Concerned = Example.V73 with { Scheme = AccountingScheme.NoPageMapcount };
    private static readonly Difference Explained =
        new(5, "parent", Observable.Kpagecount, "0x1000000000+0", "kpagecount", "1", "2", 1);

    [Test]
    public void An_entry_is_about_the_kernels_and_scenarios_that_it_names()
    {
        var issue = KnownIssueFile.Parse(Entry, "f").Single();

        Assert.That(issue.Concerns(Concerned, "fork-deep"), Is.True);
        Assert.That(issue.Concerns(Concerned, "exact"), Is.True);
        Assert.That(issue.Concerns(Concerned, "exactly"), Is.False);
        Assert.That(issue.Concerns(Example.V73, "exact"), Is.False);
        Assert.That(issue.Concerns(Concerned with { Version = new KernelVersion(7, 4) }, "exact"), Is.False);
        Assert.That(issue.Concerns(Concerned with { Architecture = Architecture.Arm64 }, "exact"), Is.False);
    }

    [Test]
    public void An_entry_explains_only_what_fits_all_its_keys()
    {
        var issue = KnownIssueFile.Parse(Entry, "f").Single();

        Assert.That(issue.Explains(Explained), Is.True);
        Assert.That(issue.Explains(Explained with { Step = 6 }), Is.False);
        Assert.That(issue.Explains(Explained with { Observed = "3" }), Is.False);
        Assert.That(issue.Explains(Explained with { Expected = "2" }), Is.False);
        Assert.That(issue.Explains(Explained with { Field = "other" }), Is.False);
        Assert.That(issue.Explains(Explained with { Observable = Observable.Conservation }), Is.False);
        var narrower = KnownIssueFile.Parse($"{Entry}\n  process: child\n", "f").Single();
        Assert.That(narrower.Explains(Explained), Is.False);
    }

    [Test]
    public void An_entry_may_name_several_observables_and_fields()
    {
        var issue = KnownIssueFile.Parse(
            Entry.Replace("observable: kpagecount", "observable: [ smaps, kpagecount ]", StringComparison.Ordinal)
                .Replace("field: kpagecount", "field: [ Rss, kpagecount ]", StringComparison.Ordinal),
            "f").Single();

        Assert.That(issue.Explains(Explained), Is.True);
        Assert.That(issue.Explains(Explained with { Observable = Observable.Smaps, Field = "Rss" }), Is.True);
        Assert.That(issue.Explains(Explained with { Field = "Pss" }), Is.False);
        Assert.That(issue.Explains(Explained with { Observable = Observable.Claim }), Is.False);
    }

    [Test]
    public void An_entry_for_pages_is_about_what_maps_them()
    {
        var issue = KnownIssueFile.Parse(
            Entry.Replace("observable: kpagecount\n  field: kpagecount", "observable: pagemap\n  field: exclusive", StringComparison.Ordinal)
                .Replace("expected: \"1\"\n  observed: \"2\"", "pages: { mapped-by: pmd, zero: false, repeats-first: true }", StringComparison.Ordinal),
            "f").Single();
        var inThp = new PageContext(MappingLevel.Pmd, Zero: false, PagemapBits.MmapExclusive);
        var repeated = new Difference(5, "parent", Observable.Pagemap, "0x1000000000+1", "exclusive", "0", "1", 1) { Context = inThp };

        Assert.That(issue.Explains(repeated), Is.True);
        Assert.That(issue.Explains(repeated with { Context = null }), Is.False);
        Assert.That(issue.Explains(repeated with { Context = inThp with { Level = MappingLevel.Pte } }), Is.False);
        Assert.That(issue.Explains(repeated with { Context = inThp with { Zero = true } }), Is.False);
        Assert.That(issue.Explains(repeated with { Context = inThp with { FirstOfEntry = PagemapBits.None } }), Is.False);
    }

    [TestCase("[]")]
    [TestCase("# nothing\n[]")]
    public void A_list_of_nothing_is_fine(string text) => Assert.That(KnownIssueFile.Parse(text, "f"), Is.Empty);

    [TestCase("", "f:1:1: error: not one list of known issues")]
    [TestCase("a: b", "f:1:1: error: not one list of known issues")]
    [TestCase("- text", "f:1:3: error: expected the keys id, ")]
    [TestCase("- [", "f:2:1: error: ")]
    public void A_file_that_is_no_list_is_refused(string text, string error) =>
        Assert.That(Errors(text), Has.Some.StartsWith(error));

    [TestCase("id: one", "idd: one", "f:1:3: error: unknown key 'idd'")]
    [TestCase("id: one", "id: ", "f:1:6: error: 'id' needs a text")]
    [TestCase("  title: t\n", "", "f:1:3: error: 'title' is missing")]
    [TestCase("kpagecount\n  field", "kpagecounts\n  field", "f:5:15: error: 'observable' is 'kpagecounts', not one of step, process, vma")]
    [TestCase(">= 6.15", "6.15", "f:3:23: error: '6.15' is not a bound like '>= 6.12'")]
    [TestCase("x86_64", "x86", "f:3:47: error: 'x86' is not an architecture")]
    [TestCase("no-page-mapcount", "none", "f:3:63: error: 'scheme' is 'none', not one of page-mapcount, no-page-mapcount")]
    [TestCase("step: 5", "step: five", "f:7:9: error: 'five' is not the number of a step")]
    [TestCase("  step: 5", "  pages: { mapped-by: pgd }", "f:7:23: error: 'mapped-by' is 'pgd', not one of pte, pmd")]
    [TestCase("  step: 5", "  pages: { zero: 0 }", "f:7:18: error: 'zero' is '0', not true or false")]
    [TestCase("observable: kpagecount", "observable: [ smaps, kpage ]", "f:5:24: error: 'observable' is 'kpage', not one of ")]
    [TestCase("field: kpagecount", "field: []", "f:6:10: error: 'field' needs a text")]
    [TestCase("field: kpagecount", "fields: a", "f:1:3: error: 'field' is missing")]
    [TestCase("[ fork-*, exact ]", "[ [ ] ]", "f:4:16: error: 'scenarios' needs a text")]
    public void An_entry_with_an_error_is_refused_at_its_place(string right, string wrong, string error) =>
        Assert.That(Errors(Entry.Replace(right, wrong, StringComparison.Ordinal)), Has.Some.StartsWith(error));

    [Test]
    public void An_id_is_used_once() =>
        Assert.That(Errors($"{Entry}\n{Entry}"), Is.EqualTo(new[] { "f:12:3: error: id 'one' is used twice" }));

    private static IReadOnlyList<string> Errors(string text) =>
        Assert.Throws<KnownIssuesException>(() => KnownIssueFile.Parse(text, "f"))!.Errors;
}
