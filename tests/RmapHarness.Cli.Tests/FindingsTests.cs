using RmapHarness.Guests.Host;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Tests;

/// <summary>Each recorded finding has a page that could be mailed as it stands.</summary>
public sealed class FindingsTests
{
    private const int WidestLine = 76;

    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private static readonly string Folder = Path.Combine(Root, "docs", "findings");

    private static IReadOnlyList<KnownIssue> Issues => KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml"));

    private static IEnumerable<string> Ids => Issues.Select(issue => issue.Id);

    [Test]
    public void There_is_a_page_for_each_and_no_other() =>
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo(Ids.Select(id => $"{id}.txt")));

    [TestCaseSource(nameof(Ids))]
    public void A_page_is_plain_text_with_all_that_a_reader_asks_for(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{id}.txt"));
        Assert.That(text, Does.StartWith("Subject: "));
        Assert.That(text.Split('\n').Where(line => line.Length > WidestLine), Is.Empty);
        Assert.That(text, Has.None.Matches<char>(letter => letter is not '\n' and (< ' ' or > '~')));
        foreach (var part in new[] { "Versions\n", "Steps\n", "Promised\n", "Observed\n", "Cause\n", "Reproduce\n" })
            Assert.That(text, Does.Contain($"\n{part}"));
        Assert.That(text, Does.Contain($"Finding: {id}"));
    }
}
