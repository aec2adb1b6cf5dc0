namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>Why no scenario does some steps in some situations.</summary>
/// <param name="Reason">The reason, for docs/coverage.md.</param>
/// <param name="Explains">Whether it is the reason for a step in a situation.</param>
internal sealed record CoverageGap(string Reason, Func<string, FolioSituation, bool> Explains);
