namespace RmapHarness.Engine.Rmap;

/// <summary>One counter for each page of a folio, kept as runs of equal counts.</summary>
public sealed class PageCounts
{
    private readonly long pages;

    // Run i covers ends[i-1]..ends[i]; one run for as long as all pages are alike.
    private readonly List<(long End, long Count)> runs;

    /// <summary>All counters zero.</summary>
    /// <param name="pages">Pages of the folio.</param>
    public PageCounts(long pages)
    {
        this.pages = pages;
        runs = [(pages, 0)];
    }

    private PageCounts(PageCounts from)
    {
        pages = from.pages;
        runs = [.. from.runs];
    }

    /// <summary>An independent copy.</summary>
    public PageCounts Clone() => new(this);

    /// <summary>Adds to the counters of pages first..first+count.</summary>
    /// <exception cref="InvalidOperationException">A counter would become negative.</exception>
    public void Add(long first, long count, long delta)
    {
        var from = CutAt(first);
        var to = CutAt(first + count);
        for (var i = from; i < to; i++)
        {
            if (runs[i].Count + delta < 0)
                throw new InvalidOperationException("a page's mapcount would become negative");
            runs[i] = (runs[i].End, runs[i].Count + delta);
        }

        // Join what has become equal, from the run before the change to the one after it.
        for (var i = Math.Min(to, runs.Count - 1); i > 0 && i >= from; i--)
        {
            if (runs[i].Count == runs[i - 1].Count)
                runs.RemoveAt(i - 1);
        }
    }

    /// <summary>The counter of a page, and how many pages from it on have the same.</summary>
    public (long Count, long Pages) At(long page)
    {
        var i = FirstEndingAfter(page);
        return (runs[i].Count, runs[i].End - page);
    }

    /// <summary>Number of pages whose counter is not zero.</summary>
    public long NonZero
    {
        get
        {
            var (sum, start) = (0L, 0L);
            foreach (var (end, count) in runs)
            {
                sum += count == 0 ? 0 : end - start;
                start = end;
            }

            return sum;
        }
    }

    private int CutAt(long page)
    {
        if (page == 0)
            return 0;
        if (page == pages)
            return runs.Count;
        var i = FirstEndingAfter(page - 1);
        if (runs[i].End != page)
            runs.Insert(i, (page, runs[i].Count));
        return i + 1;
    }

    private int FirstEndingAfter(long page)
    {
        int low = 0, high = runs.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (runs[middle].End <= page)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
