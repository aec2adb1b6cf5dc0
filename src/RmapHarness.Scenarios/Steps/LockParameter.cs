namespace RmapHarness.Scenarios.Steps;

/// <summary>When pages are locked.</summary>
internal static class LockParameter
{
    public static Parameter<Choice<bool>> When { get; } = Parameter<Choice<bool>>.Optional(
        "when",
        new ChoiceType<bool>(("now", false), ("on-fault", true)),
        "now",
        "Whether the pages are faulted in at once.").Sampled(4, "on-fault");
}
