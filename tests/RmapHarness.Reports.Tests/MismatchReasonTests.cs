using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Tests;

/// <summary>By which rule, with which numbers, a value is expected; the numbers are worked out by hand.</summary>
public sealed class MismatchReasonTests
{
    private const ulong A = 0x100_0000;
    private const ulong B = A + 0x400;

    [TestCase(AccountingScheme.NoPageMapcount, "expected 2   (no-page-mapcount: average = 1 + round(256/512) = 2)")]
    [TestCase(AccountingScheme.TotalMappedPages, "expected 2   (total-mapped-pages: average = round(768/512) = 2)")]
    [TestCase(AccountingScheme.PageMapcount, "expected 1   (page-mapcount: entire mappings + PTE mappings of the page = 1 + 0 = 1)")]
    public void The_count_of_a_page_of_a_THP_that_a_child_has_half_of(AccountingScheme scheme, string expected)
    {
        var text = TextOf(scheme, trace => trace.MapPage(1, 0, A + 3, run => run with { MapCount = 7 }));

        Assert.That(text, Does.Contain("    parent a[3] at 0x1000000000+3: kpagecount\n      " + expected + "\n      observed 7\n"));
    }

    [Test]
    public void The_count_of_a_small_folio()
    {
        var text = TextOf(AccountingScheme.NoPageMapcount, trace => trace.MapPage(0, 0, B + 1, run => run with { MapCount = 2 }));

        Assert.That(text, Does.Contain("parent b[1] at 0x1000400000+1: kpagecount\n").And.Contain("(a small folio has its own mapcount: 1)"));
    }

    [TestCase(AccountingScheme.PageMapcount, "(exclusive: the page's mapcount is 1)")]
    [TestCase(AccountingScheme.NoPageMapcount, "(not exclusive: mm-id says that the folio is maybe shared; mapped by parent, child)")]
    public void Whether_a_page_is_exclusive(AccountingScheme scheme, string reason)
    {
        var text = TextOf(scheme, trace => trace.MapPage(1, 0, A + 3, run => run with { Pagemap = run.Pagemap ^ PagemapBits.MmapExclusive }));

        Assert.That(text, Does.Contain("pagemap exclusive").And.Contain(reason));
    }

    [TestCase(SmapsField.Pss, AccountingScheme.NoPageMapcount, "expected 1024   (each page's size by its count: 2048 kB / 2)")]
    [TestCase(SmapsField.Rss, AccountingScheme.PageMapcount, "expected 2048   (512 present pages * 4 kB)")]
    [TestCase(SmapsField.Private_Dirty, AccountingScheme.PageMapcount, "expected 1024   (1024 kB in pages that are exclusive, 1024 kB in pages that are not)")]
    [TestCase(SmapsField.AnonHugePages, AccountingScheme.PageMapcount, "expected 2048   (2048 kB mapped by PMD entries)")]
    [TestCase(SmapsField.Swap, AccountingScheme.PageMapcount, "expected 0   (Documentation/filesystems/proc.rst)")]
    public void How_a_field_of_smaps_adds_up(SmapsField field, AccountingScheme scheme, string expected)
    {
        var text = TextOf(scheme, trace => trace.MapVma(1, 0, 0, vma => vma.With(field, value => value + 4)));

        Assert.That(text, Does.Contain("parent a at 0x1000000000-0x1000200000: smaps " + field + "\n      " + expected + "\n"));
    }

    [Test]
    public void Pages_that_show_the_same_are_one_line()
    {
        var text = TextOf(AccountingScheme.PageMapcount, trace => trace.MapRuns(run => run.FirstPage is >= A and < A + 0x200 && run.MapCount == 2 ? run with { MapCount = 3 } : run));

        Assert.That(text, Does.Contain("parent a[256..512] at 0x1000000000+256..511 (256 pages): kpagecount"));
    }

    [TestCase("kpagecount: 1", 2, "the author and the model say 1 (line 18), the kernel says 2")]
    [TestCase("kpagecount: 2", 2, "the author and the kernel say 2 (line 18), the model says 1")]
    [TestCase("kpagecount: 3", 1, "the author says 3 (line 18), model and kernel agree on 1")]
    [TestCase("kpagecount: 3", 2, "the author says 3 (line 18), the model 1, the kernel 2")]
    public void A_claim_tells_who_disagrees_with_the_author(string claim, long observed, string sentence)
    {
        var example = new Example($"{Example.Text[..Example.Text.IndexOf("expect:", StringComparison.Ordinal)]}\n\nexpect:\n  - {{ process: parent, page: \"a[0]\", {claim} }}\n");
        var line = example.Scenario.Claims[0].Mark.Line;
        var text = TextOf(example, example.Observed.MapPage(2, 0, A, run => run with { MapCount = observed }));

        Assert.That(text, Does.Contain("claim parent a[0] at 0x1000000000+0 kpagecount: " + sentence.Replace("line 18", $"line {line}", StringComparison.Ordinal)));
    }

    [Test]
    public void The_command_that_makes_a_C_program_is_told() =>
        Assert.That(
            MismatchText.Of(Results.Fail, Results.Of().Kernel, "./run.sh run x", "./run.sh reproduce x"),
            Does.Contain("  repeat:   ./run.sh run x\n  in C:     ./run.sh reproduce x\n"));

    private static string TextOf(AccountingScheme scheme, Func<Trace, Trace> edit)
    {
        var example = new Example(profile: Example.V73 with { Scheme = scheme });
        return TextOf(example, edit(example.Observed));
    }

    private static string TextOf(Example example, Trace observed)
    {
        var result = new Judge(example.Profile, []).Decide(example.Compiled, example.Predicted, Example.Completed(observed));
        return MismatchText.Of(result, new KernelUnderTest("new", "7.3.4", "tcg", example.Profile), "./run.sh run x");
    }
}
