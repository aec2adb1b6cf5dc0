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

    internal abstract object? Read(string text, out TextProblem? problem);
}
