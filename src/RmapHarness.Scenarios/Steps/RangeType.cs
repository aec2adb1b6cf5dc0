using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Pages of a mapping.</summary>
internal sealed class RangeType : ParameterType<RangeExpression>
{
    public static RangeType Instance { get; } = new();

    public override string Description =>
        "pages of a mapping: 'a', 'a[3]', 'a[0..1/2]', 'a[1 pmd - 1 page..]'; half open; "
        + "a number alone counts pages, a fraction alone is of the mapping";

    public override string Example => "\"a[0..1/2]\"";

    internal override string Pattern => RangeParser.Pattern;

    internal override RangeExpression? Parse(string text, out TextProblem? problem) => RangeParser.Parse(text, out problem);
}
