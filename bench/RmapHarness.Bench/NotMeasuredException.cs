namespace RmapHarness.Bench;

/// <summary>A measure cannot be taken; the message says why.</summary>
internal sealed class NotMeasuredException(string message) : Exception(message);
