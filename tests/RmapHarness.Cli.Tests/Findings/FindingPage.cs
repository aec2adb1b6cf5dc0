using RmapHarness.Guests.Host;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Tests.Findings;

/// <summary>A recorded finding and its page in docs/findings.</summary>
internal sealed record FindingPage(KnownIssue Issue, string Text)
{
    public static string Root { get; } = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;

    public static string Folder { get; } = Path.Combine(Root, "docs", "findings");

    public static IReadOnlyList<FindingPage> All { get; } =
        [.. KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml")).Select(issue => new FindingPage(issue, File.ReadAllText(Path.Combine(Folder, $"{issue.Id}.txt"))))];

    /// <summary>The lines of a part of the page, without their indentation.</summary>
    public IReadOnlyList<string> Part(string heading) =>
        [.. Text.Split('\n').SkipWhile(line => line != heading).Skip(1).TakeWhile(line => line.Length == 0 || line[0] == ' ').Select(line => line.Length < 2 ? "" : line[2..])];

    /// <summary>The C program under Reproduce: from its first # to the last line that is a }.</summary>
    public string Program
    {
        get
        {
            var lines = Part("Reproduce").SkipWhile(line => !line.StartsWith('#')).ToList();
            return string.Concat(lines.Take(lines.LastIndexOf("}") + 1).Select(line => $"{line}\n"));
        }
    }
}
