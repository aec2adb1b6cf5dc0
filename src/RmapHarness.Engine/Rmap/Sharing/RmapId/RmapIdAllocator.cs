using System.Numerics;

namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// Hands out rmap IDs, lowest free first (2023 patch, section 2, "Per-mm rmap IDs", and mm/rmap_id.c, alloc_rmap_id and
/// free_rmap_id). A tree of 64-bit words, four levels high: a bit says that everything below it is taken. The two lower
/// levels grow with the highest ID; all of it is 2 MiB. Safe for concurrent use.
/// </summary>
public sealed class RmapIdAllocator
{
    /// <summary>RMAP_ID_DUMMY: reserved for mms that map nothing; never handed out.</summary>
    public const int Dummy = 0;

    /// <summary>RMAP_ID_MIN.</summary>
    public const int Min = Dummy + 1;

    /// <summary>RMAP_ID_MAX: 16 Mi - 1.</summary>
    public const int Max = (1 << (4 * WordShift)) - 1;

    private const int WordShift = 6;
    private const int WordMask = 63;
    private const ulong Full = ulong.MaxValue;

    private readonly Lock gate = new();
    private readonly ulong[] middle = new ulong[64];
    private ulong[] low = new ulong[1];
    private ulong[]?[] leaves = new ulong[]?[1];
    private ulong top;

    /// <summary>All IDs free.</summary>
    public RmapIdAllocator() => Leaf(Dummy) = 1;

    /// <summary>IDs that are handed out now.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the lowest free ID.</summary>
    /// <returns><see cref="Min"/> to <see cref="Max"/>.</returns>
    /// <exception cref="InvalidOperationException">All IDs are taken.</exception>
    public int Allocate()
    {
        lock (gate)
        {
            if (top == Full)
                throw new InvalidOperationException($"all {Max} rmap IDs are taken");
            var id = FirstFree(top, 0);
            id = FirstFree(middle[id], id);
            id = FirstFree(id < low.Length ? low[id] : 0, id);
            id = FirstFree(LeafOf(id)?[id & WordMask] ?? 0, id);
            Take(id);
            Count++;
            return id;
        }
    }

    /// <summary>Gives an ID back; the reserved <see cref="Dummy"/> is ignored, as the seed has it.</summary>
    /// <param name="rmapId">An ID from <see cref="Allocate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No ID can be this number.</exception>
    /// <exception cref="InvalidOperationException">The ID is not handed out.</exception>
    public void Release(int rmapId)
    {
        if (rmapId == Dummy)
            return;
        Check(rmapId);
        lock (gate)
        {
            var word = rmapId >> WordShift;
            var bit = 1UL << (rmapId & WordMask);
            if (LeafOf(word) is not { } leaf || (leaf[word & WordMask] & bit) == 0)
                throw new InvalidOperationException($"rmap ID {rmapId} is not handed out");
            leaf[word & WordMask] &= ~bit;
            low[word >> WordShift] &= ~(1UL << (word & WordMask));
            middle[word >> (2 * WordShift)] &= ~(1UL << ((word >> WordShift) & WordMask));
            top &= ~(1UL << (word >> (2 * WordShift)));
            Count--;
        }
    }

    /// <summary>Refuses a number that no mm can have as its rmap ID.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below <see cref="Min"/> or above <see cref="Max"/>.</exception>
    internal static void Check(int rmapId)
    {
        if (rmapId is < Min or > Max)
            throw new ArgumentOutOfRangeException(nameof(rmapId), rmapId, "rmap IDs are 1 to 16 Mi - 1");
    }

    private static int FirstFree(ulong word, int node) => (node << WordShift) | BitOperations.TrailingZeroCount(~word);

    // A word that becomes full is a full bit one level up.
    private void Take(int id)
    {
        if (!Set(ref Leaf(id), id))
            return;
        id >>= WordShift;
        if (!Set(ref low[id >> WordShift], id))
            return;
        id >>= WordShift;
        if (!Set(ref middle[id >> WordShift], id))
            return;
        Set(ref top, id >> WordShift);
    }

    private static bool Set(ref ulong word, int bit) => (word |= 1UL << (bit & WordMask)) == Full;

    private ulong[]? LeafOf(int word) => word >> WordShift is var leaf && leaf < leaves.Length ? leaves[leaf] : null;

    // The lowest ID is taken first, so that a level need not be longer than the IDs in use.
    private ref ulong Leaf(int id)
    {
        var word = id >> WordShift;
        var leaf = word >> WordShift;
        if (leaf >= leaves.Length)
        {
            Array.Resize(ref leaves, 2 * leaves.Length);
            Array.Resize(ref low, leaves.Length);
        }

        return ref (leaves[leaf] ??= new ulong[64])[word & WordMask];
    }
}
