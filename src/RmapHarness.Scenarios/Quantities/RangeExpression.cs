namespace RmapHarness.Scenarios.Quantities;

/// <summary>Pages of a named mapping as an author writes them: <c>a</c>, <c>a[3]</c>, <c>a[1/2..]</c>.</summary>
/// <param name="Mapping">The mapping's name.</param>
/// <param name="From">Where the range begins; null: at the mapping's first page.</param>
/// <param name="To">Where it ends (half open); null: at the mapping's end, or after one page if <paramref name="IsPage"/>.</param>
/// <param name="IsPage">One page only: <c>a[I]</c>.</param>
/// <param name="FromOffset">Where <paramref name="From"/> stands in the text, in characters from 0.</param>
/// <param name="ToOffset">Where <paramref name="To"/> stands in the text, in characters from 0.</param>
public sealed record RangeExpression(string Mapping, Quantity? From, Quantity? To, bool IsPage, int FromOffset, int ToOffset)
{
    /// <summary>The range in its canonical spelling; reading it gives the same range.</summary>
    public override string ToString()
    {
        if (IsPage)
            return $"{Mapping}[{From}]";
        return From is null && To is null ? Mapping : $"{Mapping}[{From}..{To}]";
    }
}
