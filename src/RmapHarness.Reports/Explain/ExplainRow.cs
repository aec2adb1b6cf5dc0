namespace RmapHarness.Reports.Explain;

/// <summary>One question and each scheme's answer.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Answers">The answers in the order of the schemes; "-" where a scheme has none.</param>
/// <param name="IsCounter">The row shows what a scheme keeps, which differs by design: it is never marked.</param>
public sealed record ExplainRow(string Question, IReadOnlyList<string> Answers, bool IsCounter = false)
{
    /// <summary>Whether the schemes disagree.</summary>
    public bool IsMarked => !IsCounter && Answers.Distinct().Count() > 1;
}
