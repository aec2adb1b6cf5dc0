namespace RmapHarness.Cli.Tests.Findings;

/// <summary>Each recorded finding has a page that could be mailed as it stands.</summary>
public sealed class FindingsTests
{
    private const int WidestLine = 72;
    private const int LongestSubject = 76;

    private static IEnumerable<string> Ids => FindingPage.All.Select(page => page.Issue.Id);

    [Test]
    public void There_is_a_page_for_each_and_no_other() =>
        Assert.That(Directory.GetFiles(FindingPage.Folder).Select(Path.GetFileName), Is.EquivalentTo(Ids.Select(id => $"{id}.txt")));

    [TestCaseSource(nameof(Ids))]
    public void A_page_is_plain_text_with_all_that_a_reader_asks_for(string id)
    {
        var page = FindingPage.All.Single(page => page.Issue.Id == id);
        var lines = page.Text.Split('\n');
        Assert.That(lines[0], Does.StartWith("Subject: ").And.Length.LessThanOrEqualTo(LongestSubject));
        Assert.That(lines.Skip(1).Where(line => line.Length > WidestLine), Is.Empty);
        Assert.That(page.Text, Has.None.Matches<char>(letter => letter is not '\n' and (< ' ' or > '~')));
        Assert.That(page.Text, Does.Contain($"Finding: {id}"));
        foreach (var heading in new[] { "Versions", "Steps", "Promised", "Observed", "Cause", "Reproduce" })
            Assert.That(page.Part(heading), Has.Some.Not.Empty, heading);

        Assert.That(page.Part("Versions"), Has.Some.StartsWith("First seen:  ").And.Some.StartsWith("Last seen:   "));
        Assert.That(page.Part("Steps"), Has.Some.StartsWith("1. "));
        Assert.That(string.Join(' ', page.Part("Promised")), Does.Contain("Documentation/").Or.Match(@"\b[a-z]+\([27]\)"));
        Assert.That(string.Join(' ', page.Part("Cause")), Does.Match(@"\b\w+\(\)").And.Match(@"\b[\w/]+\.[ch]\b|smaps-lacks-"));
        Assert.That(page.Program, Does.Contain("int main(void)"));
    }
}
