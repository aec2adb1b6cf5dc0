namespace RmapHarness.Scenarios.Drafts;

/// <summary>One argument of a step that is still text.</summary>
/// <param name="Key">The parameter's name.</param>
/// <param name="Value">The value, without quotes.</param>
public readonly record struct DraftArgument(string Key, string Value);
