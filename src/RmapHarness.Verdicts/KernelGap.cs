namespace RmapHarness.Verdicts;

/// <summary>A kernel that was meant to run and did not.</summary>
/// <param name="Name">The name that it was asked for by.</param>
/// <param name="Reason">Why it did not.</param>
public sealed record KernelGap(string Name, string Reason);
