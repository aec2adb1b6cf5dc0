namespace RmapHarness.Scenarios.Generating;

/// <summary>Random numbers that are the same on every machine and .NET release (SplitMix64, Steele, Lea and Flood 2014).</summary>
/// <param name="seed">Where the sequence begins.</param>
public sealed class FuzzRandom(ulong seed)
{
    private const ulong Golden = 0x9e3779b97f4a7c15;
    private ulong state = seed;

    /// <summary>One of many sequences that have nothing to do with each other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="number">Which of the seed's sequences.</param>
    public static FuzzRandom For(ulong seed, ulong number) => new(Mix(seed + Golden) ^ Mix(number * Golden));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(state += Golden);

    /// <summary>A number from 0 to <paramref name="bound"/> − 1.</summary>
    /// <param name="bound">At least 1.</param>
    public long Below(long bound) => (long)(((UInt128)NextBits() * (ulong)bound) >> 64);

    /// <summary>True once in <paramref name="oneIn"/> times.</summary>
    public bool Chance(int oneIn) => Below(oneIn) == 0;

    /// <summary>One of the items.</summary>
    /// <param name="items">At least one.</param>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[(int)Below(items.Count)];
    }

    /// <summary>One of the items, by their weights.</summary>
    /// <param name="items">At least one with a weight above 0.</param>
    /// <param name="weightOf">The weight of an item, 0 or more.</param>
    public T Pick<T>(IReadOnlyList<T> items, Func<T, int> weightOf)
    {
        ArgumentNullException.ThrowIfNull(items);
        var at = Below(items.Sum(weightOf));
        foreach (var item in items)
        {
            at -= weightOf(item);
            if (at < 0)
                return item;
        }

        throw new ArgumentException("no item has a weight", nameof(items));
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }
}
