using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff.PerPage;

/// <summary>A mismatch of one page.</summary>
internal sealed record PerPageMismatch(int Step, int Process, Observable Observable, string Field, ulong Page, string Expected, string Observed);
