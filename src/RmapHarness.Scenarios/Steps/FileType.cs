using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The name of a file that a step before has made.</summary>
internal sealed class FileType : ParameterType<string>
{
    public static FileType Instance { get; } = new();

    public override string Description => "the name of a file";

    public override string Example => "f";

    internal override string Pattern => Names.Pattern;

    internal override string? Parse(string text, out TextProblem? problem)
    {
        problem = Names.Problem(text, "the name of a file is missing");
        return problem is null ? text : null;
    }
}
