using RmapHarness.Verdicts;
using Spectre.Console;

namespace RmapHarness.Reports.Terminal;

/// <summary>The colours of the verdicts.</summary>
internal static class VerdictStyles
{
    /// <summary>Green for good, red for wrong, yellow for what needs a look, grey for nothing learnt.</summary>
    public static Style Of(Verdict verdict) => new(verdict switch
    {
        Verdict.Pass => Color.Green,
        Verdict.Fail or Verdict.Crash or Verdict.Error => Color.Red,
        Verdict.KnownIssue or Verdict.Fixed or Verdict.Flaky => Color.Yellow,
        _ => Color.Grey,
    });
}
