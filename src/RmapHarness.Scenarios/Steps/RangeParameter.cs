using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameter that most steps have.</summary>
internal static class RangeParameter
{
    public static Parameter<RangeExpression> Range { get; } =
        Parameter<RangeExpression>.Required("range", RangeType.Instance, "The pages that it is about.");
}
