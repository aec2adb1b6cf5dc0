namespace RmapHarness.Scenarios.Compiling;

/// <summary>A resolved range; whole pages, unless a step asks for other numbers.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct PageRange(ulong Address, ulong Length);
