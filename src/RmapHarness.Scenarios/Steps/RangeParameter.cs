using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The parameter that most steps have, and two that give the kernel other numbers than whole pages inside a mapping.</summary>
internal static class RangeParameter
{
    public static Parameter<RangeExpression> Range { get; } =
        Parameter<RangeExpression>.Required("range", RangeType.Instance, "The pages that it is about.");

    public static Parameter<Quantity> Shift { get; } =
        Parameter<Quantity>.Optional("shift", SizeType.Instance, "0 pages", "Added to the range's address; need not be whole pages: '1/2 KiB'.")
            .Sampled(24, "1/1024 KiB", "1/2 KiB", "2 KiB", "1 page", "1 pmd");

    public static Parameter<Quantity> Length { get; } =
        Parameter<Quantity>.Optional(
            "length", SizeType.Instance, null, "In place of the range's length: nothing, parts of pages, beyond the mapping.")
            .Sampled(24, "0 pages", "1/1024 KiB", "1 page + 1/1024 KiB", "1 pmd - 1/1024 KiB", "3 pages", "1 pmd", "3 pmds");
}
