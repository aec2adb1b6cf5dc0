using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The size of a folio.</summary>
internal sealed class FolioType : ParameterType<Quantity>
{
    private static readonly (string Word, string Size)[] Named = [("pmd", "1 pmd"), ("small", "1 page")];

    public static FolioType Instance { get; } = new();

    public override string Description => "pmd, small, or a size: '16 pages'";

    public override string Example => "pmd";

    internal override string Pattern => $"pmd|small|{QuantityParser.SizePattern}";

    internal override Quantity? Parse(string text, out TextProblem? problem)
    {
        var size = Named.FirstOrDefault(pair => pair.Word == text).Size;
        var quantity = QuantityParser.Parse(size ?? text, out problem);
        if (quantity is null)
            problem = new TextProblem(problem!.Offset, $"{problem.Message}; a folio is pmd, small, or a size such as '16 pages'", Spelling.Nearest(text, Named.Select(pair => pair.Word)));
        return quantity;
    }
}
