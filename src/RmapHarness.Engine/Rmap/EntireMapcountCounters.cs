namespace RmapHarness.Engine.Rmap;

/// <summary>
/// What both schemes of today's kernels keep: an entry larger than a PTE maps the whole folio (an <i>entire</i> mapping), and those
/// are counted apart.
/// </summary>
public abstract class EntireMapcountCounters : FolioCounters
{
    /// <summary>Counters of an unmapped large folio.</summary>
    /// <param name="order">log2 of its pages.</param>
    protected EntireMapcountCounters(int order)
        : base(order)
    {
    }

    /// <summary>Mappings of the whole folio by one entry (_entire_mapcount).</summary>
    public long EntireMapcount { get; private set; }

    /// <inheritdoc/>
    public override bool HasEntireMapping => EntireMapcount > 0;

    /// <inheritdoc/>
    protected override void Change(long first, long pages, long entryPages, int sign)
    {
        if (entryPages == 1)
        {
            ChangePages(first, pages, sign);
        }
        else
        {
            if (first != 0 || pages != FolioPages || entryPages != FolioPages)
                throw new InvalidOperationException("under this scheme a huge entry maps a whole folio");
            EntireMapcount += sign;
        }

        if (EntireMapcount < 0 || Mapcount < EntireMapcount)
            throw new InvalidOperationException("more is unmapped than was mapped");
    }

    /// <summary>PTEs came or went.</summary>
    protected abstract void ChangePages(long first, long pages, int sign);

    /// <summary>Copies the counters that both schemes have.</summary>
    protected void CopyTo(EntireMapcountCounters copy)
    {
        base.CopyTo(copy);
        copy.EntireMapcount = EntireMapcount;
    }
}
