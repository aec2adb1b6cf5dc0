namespace RmapHarness.Scenarios.Quantities;

/// <summary>What is wrong inside a value.</summary>
/// <param name="Offset">The character it is about, from 0.</param>
/// <param name="Message">In one line.</param>
/// <param name="Suggestion">What may have been meant, or null.</param>
internal sealed record TextProblem(int Offset, string Message, string? Suggestion = null);
