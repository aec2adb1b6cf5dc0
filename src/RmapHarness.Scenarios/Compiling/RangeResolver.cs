using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>Turns ranges into addresses.</summary>
internal sealed class RangeResolver(Geometry geometry, Diagnostics diagnostics)
{
    /// <summary>Resolves a range of a mapping; null if it is wrong (then reported) or the mapping is not known.</summary>
    public PageRange? Resolve(RangeExpression range, ScalarNode node, MappingState mapping)
    {
        if (!mapping.IsKnown)
            return null;
        ulong from = 0;
        var to = mapping.Length;
        if (range.From is { } first && !TryPosition(range, first, node, range.FromOffset, mapping, range.IsPage, out from))
            return null;
        if (range.To is { } last && !TryPosition(range, last, node, range.ToOffset, mapping, false, out to))
            return null;
        if (range.IsPage)
            to = from + geometry.PageSize;
        if (from < to)
            return new PageRange(mapping.Address + from, to - from);
        diagnostics.Add(node.At(range.FromOffset), from == to ? "the range is empty" : "the range ends before it begins");
        return null;
    }

    private bool TryPosition(
        RangeExpression range, Quantity position, ScalarNode node, int at, MappingState mapping, bool isPage, out ulong offset)
    {
        var mark = node.At(at);
        if (position.Evaluate(geometry, mapping.Length, geometry.PageSize, out offset) is { } problem)
        {
            diagnostics.Add(mark, $"'{position}' {problem}");
            return false;
        }

        if (offset < mapping.Length || (offset == mapping.Length && !isPage))
            return true;
        var has = $"it has {mapping.Length / geometry.PageSize} pages of {geometry.PageSize >> 10} KiB";
        diagnostics.Add(mark, $"{Printable.Quote(node.Text)} goes beyond mapping '{range.Mapping}': {has}");
        return false;
    }
}
