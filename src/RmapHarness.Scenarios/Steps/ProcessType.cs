using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The name of a process that lives.</summary>
internal sealed class ProcessType : ParameterType<string>
{
    public static ProcessType Instance { get; } = new();

    public override string Description => "the name of a process";

    public override string Example => "child";

    internal override string Pattern => Names.Pattern;

    internal override string? Parse(string text, out TextProblem? problem)
    {
        problem = Names.Problem(text, "the name of a process is missing");
        return problem is null ? text : null;
    }
}
