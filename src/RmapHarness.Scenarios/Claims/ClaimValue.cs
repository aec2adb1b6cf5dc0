using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Claims;

/// <summary>One claimed value: a number, or for memory also a size.</summary>
/// <param name="Mark">Where it stands.</param>
/// <param name="Number">The number in the field's unit, if it was written as a number.</param>
/// <param name="Size">The size, if it was written as a size.</param>
public sealed record ClaimValue(SourceMark Mark, long Number, Quantity? Size);
