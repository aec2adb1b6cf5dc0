namespace RmapHarness.Scenarios.Reading;

/// <summary>A key that a mapping of a scenario file may have.</summary>
/// <param name="Name">The key.</param>
/// <param name="Doc">What it means, in one line.</param>
/// <param name="IsRequired">The mapping is wrong without it.</param>
internal sealed record DocumentKey(string Name, string Doc, bool IsRequired = false);
