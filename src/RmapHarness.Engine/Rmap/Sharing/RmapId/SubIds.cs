namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// The special numbers that rmap values are sums of (2023 patch, section 5, "sub-IDs"): for k up to P, k times one of them is the
/// sum of no other k of them. In base P + 1 each has only digits 0 and 1, and up to P of them add up without a carry.
/// </summary>
public static class SubIds
{
    /// <summary>
    /// The last generation whose numbers stay below 2^64 when P of them are added; L[N] of the seed, times P, is (P + 1)^N - 1.
    /// </summary>
    /// <param name="pages">P, the pages of the folio; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No pages.</exception>
    public static int Generations(long pages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 1);
        var digit = (UInt128)pages + 1;
        var generations = 0;
        for (var power = digit; power - 1 <= ulong.MaxValue; power *= digit)
            generations++;
        return generations;
    }

    /// <summary>The first sub-IDs, ascending, generation by generation.</summary>
    /// <param name="pages">P, the pages of the folio; at least 1.</param>
    /// <param name="count">How many; at most 2^<see cref="Generations"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No pages, or P times the largest would not fit into 64 bits.</exception>
    public static ulong[] Generate(long pages, int count)
    {
        var generations = Generations(pages);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (generations < 31)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1 << generations);

        // Generation 0 is the number 0; generation N is everything before it plus (P + 1)^(N - 1).
        var subIds = new ulong[count];
        var step = 1UL;
        for (var known = 1; known < count; known *= 2)
        {
            for (var i = 0; i < known && known + i < count; i++)
                subIds[known + i] = subIds[i] + step;
            step = unchecked(step * ((ulong)pages + 1));
        }

        return subIds;
    }
}
