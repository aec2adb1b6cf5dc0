namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of step with the word that decides what it does: <c>madvise cold</c>, <c>touch write</c>, <c>fork</c>.</summary>
public static class StepVariant
{
    /// <summary>All that processes of a kernel can do, in the order of the reference.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. StepCatalogue.All.Where(step => step is { HasProcess: true, IsForModelOnly: false }).SelectMany(NamesOf)];

    /// <summary>The variant that a step is.</summary>
    public static string Of(ScenarioStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var deciding = Deciding(step.Definition);
        return deciding is null ? step.Definition.Name : $"{step.Definition.Name} {step.Arguments.NodeOf(deciding).Text}";
    }

    private static IEnumerable<string> NamesOf(StepDefinition step) =>
        Deciding(step)?.Type.AllowedValues.Select(word => $"{step.Name} {word}") ?? [step.Name];

    private static Parameter? Deciding(StepDefinition step) =>
        step.Parameters.FirstOrDefault(parameter => parameter.IsRequired && parameter.Type.AllowedValues.Count > 0);
}
