using RmapHarness.Scenarios.Quantities;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A size.</summary>
internal sealed class SizeType : ParameterType<Quantity>
{
    public static SizeType Instance { get; } = new();

    public override string Description => "a size: '3 pages', '1/2 pmd', '64 KiB', or a sum such as '1 pmd + 3 pages'";

    public override string Example => "1 pmd";

    internal override string Pattern => QuantityParser.SizePattern;

    internal override Quantity? Parse(string text, out TextProblem? problem) => QuantityParser.Parse(text, out problem);
}
