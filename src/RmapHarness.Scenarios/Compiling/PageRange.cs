namespace RmapHarness.Scenarios.Compiling;

/// <summary>A resolved range.</summary>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes, at least one page.</param>
internal readonly record struct PageRange(ulong Address, ulong Length);
