namespace RmapHarness.Engine.Memory;

/// <summary>
/// The pool of huge pages of one size (mm/hugetlb.c, struct hstate; Documentation/admin-guide/mm/hugetlbpage.rst). All in huge pages.
/// </summary>
/// <param name="order">log2 of the base pages of each.</param>
public sealed class HugetlbPool(int order)
{
    // PG_dirty of each free page: it stays when a page is freed, for whoever gets it next. The last one freed is the first one taken.
    private readonly Stack<bool> free = new();

    /// <summary>log2 of the base pages of each.</summary>
    public int Order { get; } = order;

    /// <summary>Whether somebody has said how many there are.</summary>
    public bool IsSet { get; private set; }

    /// <summary>All, in use or not, surplus included (HugePages_Total).</summary>
    public long Pages { get; private set; }

    /// <summary>Those that nobody uses (HugePages_Free).</summary>
    public long Free => free.Count;

    /// <summary>Those of the free ones that mappings were promised (HugePages_Rsvd).</summary>
    public long Reserved { get; private set; }

    /// <summary>Those above what the pool was set to; they leave it when they are freed (HugePages_Surp).</summary>
    public long Surplus { get; private set; }

    /// <summary>How many surplus pages there may be (nr_overcommit_hugepages).</summary>
    public long Overcommit { get; set; }

    /// <summary>Sets how many pages the pool has beside surplus ones (set_max_huge_pages).</summary>
    public void SetPages(long count)
    {
        IsSet = true;
        while (Surplus > 0 && count > Pages - Surplus)
            Surplus--;
        while (count > Pages - Surplus)
            Add();
        var least = Math.Max(count, Reserved + Pages - Surplus - (Free > Pages - Surplus ? Math.Max(0, Free - Surplus) : Free));
        while (least < Pages - Surplus && free.TryPop(out _))
            Pages--;
        Surplus += Math.Max(0, Pages - Surplus - count);
    }

    /// <summary>Promises pages, surplus ones if need be (hugetlb_acct_memory). False if there are not so many.</summary>
    public bool TryReserve(long pages)
    {
        var needed = Math.Max(0, Reserved + pages - Free);
        if (pages > 0 && needed > Math.Max(0, Overcommit - Surplus))
            return false;
        for (; needed > 0; needed--)
        {
            Add();
            Surplus++;
        }

        Reserved += pages;
        return true;
    }

    /// <summary>Takes promises back; surplus pages that nobody uses leave the pool for it (return_unused_surplus_pages).</summary>
    public void Unreserve(long pages)
    {
        Reserved -= pages;
        for (var surplus = Math.Min(pages, Surplus); surplus > 0 && free.TryPop(out _); surplus--)
            (Pages, Surplus) = (Pages - 1, Surplus - 1);
    }

    /// <summary>Takes a page into use, a new surplus one if there is none.</summary>
    /// <param name="isReserved">It was promised.</param>
    /// <param name="isDirty">Its PG_dirty.</param>
    /// <returns>False if there is none.</returns>
    public bool TryTake(bool isReserved, out bool isDirty)
    {
        isDirty = false;
        if (!(isReserved || Free > Reserved) || !free.TryPop(out isDirty))
        {
            if (Surplus >= Overcommit)
                return false;
            (Pages, Surplus) = (Pages + 1, Surplus + 1);
        }

        if (isReserved)
            Reserved--;
        return true;
    }

    /// <summary>Gives a page back (free_huge_folio).</summary>
    /// <param name="isDirty">Its PG_dirty.</param>
    /// <param name="isPromised">It is promised again to the mapping that had it.</param>
    public void Put(bool isDirty, bool isPromised)
    {
        if (isPromised)
            Reserved++;
        if (Surplus > 0)
            (Pages, Surplus) = (Pages - 1, Surplus - 1);
        else
            free.Push(isDirty);
    }

    private void Add()
    {
        free.Push(false);
        Pages++;
    }
}
