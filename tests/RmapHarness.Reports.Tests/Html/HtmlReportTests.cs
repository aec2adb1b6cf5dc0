using System.Text.RegularExpressions;
using RmapHarness.Reports.Html;

namespace RmapHarness.Reports.Tests.Html;

public sealed partial class HtmlReportTests
{
    private static readonly string Page = HtmlReport.Render(Pages.Full);

    [Test]
    public void Text_stays_text()
    {
        Assert.That(Page, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.Not.Contain("<script>alert"));
        Assert.That(Page, Does.Contain("Seen &lt;often&gt;."));
    }

    [Test]
    public void It_needs_nothing_beside_itself()
    {
        Assert.That(Page, Does.Not.Match("""(?:src|href)="(?!#)"""));
        Assert.That(Page, Does.Not.Match(@"@import|url\((?!#)"));
    }

    [Test]
    public void Ids_are_unique_and_links_lead_somewhere()
    {
        var ids = Id().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        Assert.That(ids, Is.Unique);
        Assert.That(Link().Matches(Page).Select(match => match.Groups[1].Value), Is.SubsetOf(ids));
    }

    [Test]
    public void Everything_is_on_it()
    {
        foreach (var text in new[]
        {
            "new failure: example on new", "kernel BUG in &lt;f&gt;", "needs a moon", "Did not show here: silent", "aria-label=\"Steps\"",
            "parent, expected", "parent, observed", "./run.sh run ", "./run.sh reproduce ", "1 fail, 4 pass", "page-mapcount",
            "not had: gone: does not boot (had in run 3)", "Not had, or not to the end: gone: does not &lt;boot&gt;", "<td>4711</td><td>done</td><td>12,345</td><td>6.8</td>", "swap=off", "as none; one",
        })
        {
            Assert.That(Page, Does.Contain(text));
        }
    }

    [Test]
    public void Only_what_is_new_is_news() => Assert.That(Page, Does.Not.Contain("still failing").And.Not.Contain("never"));

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
