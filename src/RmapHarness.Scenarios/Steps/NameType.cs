using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A new name.</summary>
internal sealed class NameType(string of, string example = "a") : ParameterType<string>
{
    public override string Description => $"a new name for {of}: small letters, digits, '-' and '_'";

    public override string Example => example;

    internal override string Pattern => Names.Pattern;

    internal override string? Parse(string text, out TextProblem? problem)
    {
        problem = Names.Problem(text, $"a name for {of} is missing");
        return problem is null ? text : null;
    }
}
