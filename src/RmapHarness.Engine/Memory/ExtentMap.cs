namespace RmapHarness.Engine.Memory;

/// <summary>Ascending extents by page, always joined to maximal runs: a page table's entries, or a page cache by file offset.</summary>
public class ExtentMap
{
    private const int FewExtents = 2;
    private readonly List<Extent> extents = [];

    /// <summary>The extents by ascending page; maximal runs.</summary>
    public IReadOnlyList<Extent> Extents => extents;

    /// <summary>Index of the first extent that ends after a page; <c>Extents.Count</c> if there is none.</summary>
    public int FirstEndingAfter(long page)
    {
        int low = 0, high = extents.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (extents[middle].End <= page)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The entry run at a page, cut to begin there.</summary>
    /// <returns>False if the page has no entry.</returns>
    public bool TryFind(long page, out Extent extent)
    {
        var i = FirstEndingAfter(page);
        if (i < extents.Count && extents[i].Page <= page)
        {
            extent = extents[i].Slice(page, long.MaxValue);
            return true;
        }

        extent = default;
        return false;
    }

    /// <summary>The first page at or after <paramref name="page"/> that has an entry, at most <paramref name="end"/>.</summary>
    public long NextPresent(long page, long end)
    {
        var i = FirstEndingAfter(page);
        return i < extents.Count ? Math.Min(end, Math.Max(page, extents[i].Page)) : end;
    }

    /// <summary>Copies the extents inside a range, cut to it.</summary>
    public List<Extent> Copy(long from, long to)
    {
        var result = new List<Extent>();
        for (var i = FirstEndingAfter(from); i < extents.Count && extents[i].Page < to; i++)
            result.Add(extents[i].Slice(from, to));
        return result;
    }

    /// <summary>Removes all entries of a range.</summary>
    public void Clear(long from, long to) => Replace(from, to, []);

    /// <summary>Sets one run of entries over whatever was there.</summary>
    public void Set(in Extent extent) => Replace(extent.Page, extent.End, [extent]);

    /// <summary>Replaces all entries of a range; the new ones must lie inside it, ascending.</summary>
    public void Replace(long from, long to, ReadOnlySpan<Extent> with)
    {
        if (from >= to)
            return;
        var first = FirstEndingAfter(from);
        var last = first;
        Extent head = default, tail = default;
        while (last < extents.Count && extents[last].Page < to)
        {
            var old = extents[last++];
            if (old.Page < from)
                head = old.Slice(old.Page, from);
            if (old.End > to)
                tail = old.Slice(to, old.End);
        }

        OnCut(head);
        OnCut(tail);
        Span<Extent> put = with.Length <= FewExtents ? stackalloc Extent[FewExtents + 2] : new Extent[with.Length + 2];
        var count = 0;
        Append(put, ref count, head);
        foreach (var extent in with)
        {
            OnSet(extent);
            Append(put, ref count, extent);
        }

        Append(put, ref count, tail);

        // Join with the neighbours outside, so that runs stay maximal.
        if (count > 0 && first > 0 && extents[first - 1].IsContinuedBy(put[0]))
        {
            first--;
            put[0] = extents[first] with { Pages = extents[first].Pages + put[0].Pages };
        }

        if (count > 0 && last < extents.Count && put[count - 1].IsContinuedBy(extents[last]))
        {
            put[count - 1] = put[count - 1] with { Pages = put[count - 1].Pages + extents[last].Pages };
            last++;
        }

        var common = Math.Min(count, last - first);
        for (var i = 0; i < common; i++)
            extents[first + i] = put[i];
        if (count > common)
            extents.InsertRange(first + common, put[common..count]);
        else if (last - first > common)
            extents.RemoveRange(first + common, last - first - common);
    }

    /// <summary>A part of an old extent stays outside the replaced range.</summary>
    protected virtual void OnCut(in Extent rest)
    {
    }

    /// <summary>A new extent is set.</summary>
    protected virtual void OnSet(in Extent extent)
    {
    }

    private static void Append(Span<Extent> put, ref int count, in Extent extent)
    {
        if (extent.Pages == 0)
            return;
        if (count > 0 && put[count - 1].IsContinuedBy(extent))
            put[count - 1] = put[count - 1] with { Pages = put[count - 1].Pages + extent.Pages };
        else
            put[count++] = extent;
    }
}
