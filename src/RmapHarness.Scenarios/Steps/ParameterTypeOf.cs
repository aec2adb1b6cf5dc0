using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of value with the type that it is read to.</summary>
internal abstract class ParameterType<T> : ParameterType
    where T : notnull
{
    internal abstract T? Parse(string text, out TextProblem? problem);

    internal sealed override object? Read(string text, out TextProblem? problem) => Parse(text, out problem);
}
