namespace RmapHarness.Verdicts;

/// <summary>How a kernel accounts, as probing found it.</summary>
/// <param name="IsKnown">It behaves as one of the known schemes and trackers do, or nothing speaks against it.</param>
/// <param name="Text">As which, and how that was found.</param>
/// <param name="Evidence">Where a kernel that behaves as none differs from the nearest: a line each.</param>
public sealed record KernelBehaviour(bool IsKnown, string Text, IReadOnlyList<string> Evidence);
