namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// How the 24 bits of an rmap ID become sub-IDs in a folio's values (2023 patch, include/linux/rmap.h, RMAP_SUBID_*, and
/// mm/rmap_id.c, get_rmap_subid_4/5/6): larger folios have fewer sub-IDs in 64 bits, and so need more values.
/// </summary>
public sealed class RmapIdLayout
{
    /// <summary>Smallest order that has values; a small folio's mapcount is exact. (The seed stores values in folios of order 2 and up.)</summary>
    public const int MinOrder = 1;

    /// <summary>Largest order that the scheme supports.</summary>
    public const int MaxOrder = 15;

    /// <summary>The most values that a folio has.</summary>
    public const int MaxValues = 6;

    private static readonly RmapIdLayout Four = new(maxOrder: 10, values: 4, idBits: 6);
    private static readonly RmapIdLayout Five = new(maxOrder: 12, values: 5, idBits: 5);
    private static readonly RmapIdLayout Six = new(maxOrder: MaxOrder, values: MaxValues, idBits: 4);

    private readonly ulong[] subIds;

    private RmapIdLayout(int maxOrder, int values, int idBits)
    {
        Values = values;
        IdBits = idBits;
        subIds = RmapId.SubIds.Generate(1L << maxOrder, 1 << idBits);
    }

    /// <summary>Values of a folio: 4, 5 or 6.</summary>
    public int Values { get; }

    /// <summary>Bits of the rmap ID that choose the sub-ID of one value: 6, 5 or 4.</summary>
    public int IdBits { get; }

    /// <summary>The table of sub-IDs, 2^<see cref="IdBits"/> of them, made for the largest folio of the layout.</summary>
    public ReadOnlySpan<ulong> SubIds => subIds;

    /// <summary>The layout of a folio: 4 values up to order 10, 5 up to order 12, 6 up to order 15.</summary>
    /// <param name="order">log2 of the folio's pages, 1 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">A small folio, or one that is too large for 64-bit values.</exception>
    public static RmapIdLayout ForOrder(int order) => order switch
    {
        >= MinOrder and <= 10 => Four,
        11 or 12 => Five,
        >= 13 and <= MaxOrder => Six,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "rmap-id tracks folios of order 1 to 15"),
    };

    /// <summary>The sub-ID that an mm adds to one value for each of its entries.</summary>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="value">Index of the value, below <see cref="Values"/>.</param>
    public ulong SubId(int rmapId, int value)
    {
        var table = subIds;
        return table[(rmapId >> (value * IdBits)) & (table.Length - 1)];
    }

    /// <summary>Adds an mm's sub-IDs to the values of a folio, modulo 2^64.</summary>
    /// <param name="values">As many as <see cref="Values"/>.</param>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">How often; negative to take away.</param>
    internal void Add(Span<ulong> values, int rmapId, long entries)
    {
        var table = subIds;
        var bits = IdBits;
        foreach (ref var value in values)
        {
            unchecked { value += table[rmapId & (table.Length - 1)] * (ulong)entries; }
            rmapId >>= bits;
        }
    }

    /// <summary>Whether each value of a folio is the sum of so many sub-IDs of one mm, modulo 2^64.</summary>
    /// <param name="values">As many as <see cref="Values"/>.</param>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">How often.</param>
    internal bool IsSum(ReadOnlySpan<ulong> values, int rmapId, long entries)
    {
        var table = subIds;
        var bits = IdBits;
        foreach (var value in values)
        {
            if (value != unchecked(table[rmapId & (table.Length - 1)] * (ulong)entries))
                return false;
            rmapId >>= bits;
        }

        return true;
    }
}
