using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

public sealed class ProjectKnownIssuesTests
{
    [Test]
    public void The_project_file_is_right() =>
        Assert.That(
            KnownIssueFile.Load(Path.Combine(TestContext.CurrentContext.TestDirectory, "known-issues.yaml")), Is.Not.Empty);
}
