namespace RmapHarness.Engine.Memory;

/// <summary>A set of page numbers (or of any indexes), kept as disjoint ascending ranges.</summary>
public sealed class PageRanges
{
    private readonly List<(long First, long End)> ranges = [];

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(long number)
    {
        var i = FirstEndingAfter(number);
        return i < ranges.Count && ranges[i].First <= number;
    }

    /// <summary>Puts first..end (half open) into the set.</summary>
    public void Add(long first, long end)
    {
        if (first >= end)
            return;
        var i = FirstEndingAfter(first - 1);
        var j = i;
        while (j < ranges.Count && ranges[j].First <= end)
        {
            first = Math.Min(first, ranges[j].First);
            end = Math.Max(end, ranges[j].End);
            j++;
        }

        if (j == i)
        {
            ranges.Insert(i, (first, end));
            return;
        }

        ranges[i] = (first, end);
        ranges.RemoveRange(i + 1, j - i - 1);
    }

    /// <summary>Takes first..end (half open) out of the set.</summary>
    public void Remove(long first, long end)
    {
        if (first >= end)
            return;
        var i = FirstEndingAfter(first);
        while (i < ranges.Count && ranges[i].First < end)
        {
            var (oldFirst, oldEnd) = ranges[i];
            ranges.RemoveAt(i);
            if (oldFirst < first)
                ranges.Insert(i++, (oldFirst, first));
            if (oldEnd > end)
                ranges.Insert(i++, (end, oldEnd));
        }
    }

    /// <summary>All of the set, ascending; a copy.</summary>
    public IReadOnlyList<(long First, long End)> All => [.. ranges];

    /// <summary>The parts of the set inside first..end, ascending.</summary>
    public IEnumerable<(long First, long End)> Within(long first, long end)
    {
        for (var i = FirstEndingAfter(first); i < ranges.Count && ranges[i].First < end; i++)
            yield return (Math.Max(first, ranges[i].First), Math.Min(end, ranges[i].End));
    }

    /// <summary>The smallest number of the set in first..end (half open); end if there is none.</summary>
    public long FirstIn(long first, long end)
    {
        var i = FirstEndingAfter(first);
        return i < ranges.Count ? Math.Min(end, Math.Max(first, ranges[i].First)) : end;
    }

    /// <summary>The smallest number at or after one that is not in the set.</summary>
    public long EndFrom(long number)
    {
        var i = FirstEndingAfter(number);
        return i < ranges.Count && ranges[i].First <= number ? ranges[i].End : number;
    }

    private int FirstEndingAfter(long number)
    {
        int low = 0, high = ranges.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ranges[middle].End <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
