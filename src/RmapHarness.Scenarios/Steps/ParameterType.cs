using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>What kind of value a step's parameter takes.</summary>
public abstract class ParameterType
{
    private protected ParameterType()
    {
    }

    /// <summary>The kind in a few words, for documentation.</summary>
    public abstract string Description { get; }

    /// <summary>The only values there are; empty if there is no such list.</summary>
    public virtual IReadOnlyList<string> AllowedValues => [];

    /// <summary>A value that is right, to show to authors.</summary>
    public virtual string Example => AllowedValues.Count > 0 ? AllowedValues[0] : "1";

    /// <summary>What every right value matches, as a regular expression without anchors; null if none is known.</summary>
    internal virtual string? Pattern => null;

    internal abstract object? Read(string text, out TextProblem? problem);
}
