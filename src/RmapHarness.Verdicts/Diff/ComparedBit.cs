namespace RmapHarness.Verdicts.Diff;

/// <summary>A bit that is compared.</summary>
/// <param name="Bit">Its number, 0 to 63.</param>
/// <param name="Name">Its name in reports and in known-issues.yaml.</param>
public sealed record ComparedBit(int Bit, string Name);
