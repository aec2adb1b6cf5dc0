using System.Globalization;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A number of times.</summary>
internal sealed class CountType(int most) : ParameterType<string>
{
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {most}");

    internal override string? Parse(string text, out TextProblem? problem)
    {
        var isRight = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most;
        problem = isRight ? null : new TextProblem(0, $"{Printable.Quote(text)} is not {Description}");
        return isRight ? text : null;
    }
}
