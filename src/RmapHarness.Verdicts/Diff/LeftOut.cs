namespace RmapHarness.Verdicts.Diff;

/// <summary>A value that the kernel shows and the diff does not compare.</summary>
/// <param name="Observable">What it is read from.</param>
/// <param name="Field">Its name.</param>
/// <param name="Reason">Why no prediction of it is possible or worth anything.</param>
public sealed record LeftOut(Observable Observable, string Field, string Reason);
