namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>Every multiset of k sub-IDs, with its sum.</summary>
internal static class Multisets
{
    /// <summary>
    /// Looks at every multiset of up to <paramref name="most"/> numbers and returns the first whose sum is k times one of the numbers
    /// although not all its k members are that number; or null.
    /// </summary>
    /// <param name="numbers">Ascending, and small: the sums are used as indices.</param>
    /// <param name="most">Largest k.</param>
    /// <param name="looked">How many multisets were looked at.</param>
    public static int[]? FirstCollision(ulong[] numbers, int most, out long looked)
    {
        looked = 0;
        for (var k = 1; k <= most; k++)
        {
            // multiple[s]: s is k times a number.
            var multiple = new bool[((int)numbers[^1] * k) + 1];
            foreach (var number in numbers)
                multiple[(int)number * k] = true;
            var members = new int[k];
            if (Search(numbers, multiple, members, 0, 0, 0, ref looked))
                return members;
        }

        return null;
    }

    private static bool Search(ulong[] numbers, bool[] multiple, int[] members, int chosen, int from, int sum, ref long looked)
    {
        if (chosen == members.Length)
        {
            looked++;
            return multiple[sum] && members[0] != members[^1];
        }

        for (var i = from; i < numbers.Length; i++)
        {
            members[chosen] = i;
            if (Search(numbers, multiple, members, chosen + 1, i, sum + (int)numbers[i], ref looked))
                return true;
        }

        return false;
    }
}
