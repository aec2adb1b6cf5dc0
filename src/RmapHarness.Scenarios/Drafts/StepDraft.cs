namespace RmapHarness.Scenarios.Drafts;

/// <summary>A step as text that programs write and change.</summary>
/// <param name="Process">The acting process; null for a step that no process does.</param>
/// <param name="Name">The step's word.</param>
/// <param name="Arguments">What differs from the defaults, in the order of the definition.</param>
public sealed record StepDraft(string? Process, string Name, IReadOnlyList<DraftArgument> Arguments)
{
    /// <summary>The step that looks at everything.</summary>
    public static StepDraft Observe { get; } = new(null, "observe", []);

    /// <summary>The text of an argument; null if it is left out.</summary>
    public string? Find(string key)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Key == key)
                return argument.Value;
        }

        return null;
    }

    /// <summary>The step with an argument changed, or left out.</summary>
    /// <param name="key">An argument that the step has.</param>
    /// <param name="value">Its new text; null leaves it out.</param>
    public StepDraft With(string key, string? value) => this with
    {
        Arguments =
        [
            .. Arguments.Where(argument => argument.Key != key || value is not null)
                .Select(argument => argument.Key == key ? new DraftArgument(key, value!) : argument),
        ],
    };

    /// <summary>The step of a scenario that was loaded; what equals its default is left out.</summary>
    public static StepDraft Of(ScenarioStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var arguments = new List<DraftArgument>();
        foreach (var parameter in step.Definition.Parameters)
        {
            if (step.Arguments.Has(parameter) && step.Arguments.NodeOf(parameter).Text is var text && text != parameter.DefaultText)
                arguments.Add(new DraftArgument(parameter.Name, text));
        }

        return new StepDraft(step.Process, step.Definition.Name, arguments);
    }

    /// <summary>The step as a line of a scenario, without the dash: two steps with one text are the same step.</summary>
    public override string ToString() => DraftText.Of(this);

    /// <inheritdoc/>
    public bool Equals(StepDraft? other) =>
        other is not null && Process == other.Process && Name == other.Name && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
