namespace RmapHarness.Engine.Memory;

/// <summary>The pools of a machine, and what is on the way to them.</summary>
public sealed class HugetlbPools
{
    private readonly SortedDictionary<int, HugetlbPool> pools = [];
    private readonly List<FileObject> files = [];
    private readonly List<FolioRun> unmapped = [];
    private readonly HashSet<long> promised = [];
    private readonly Dictionary<long, int> kept = [];

    /// <summary>The pools that were asked for, by order.</summary>
    public IEnumerable<HugetlbPool> All => pools.Values;

    /// <summary>The files of hugetlbfs that were made and are not gone.</summary>
    public IReadOnlyList<FileObject> Files => files;

    /// <summary>The pool of an order; an empty one at first.</summary>
    public HugetlbPool Of(int order)
    {
        if (!pools.TryGetValue(order, out var pool))
            pools.Add(order, pool = new HugetlbPool(order));
        return pool;
    }

    /// <summary>Makes a file.</summary>
    /// <param name="order">log2 of the base pages of its huge pages.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="pageShift">log2 of the base page size.</param>
    public FileObject AddFile(int order, ulong size, int pageShift)
    {
        var file = new FileObject(FileKind.Hugetlb, size, pageShift) { HugeOrder = order };
        files.Add(file);
        return file;
    }

    /// <summary>Forgets a file.</summary>
    public void RemoveFile(FileObject file) => files.Remove(file);

    /// <summary>A private page has lost its last mapping; it is freed with the others of its system call.</summary>
    /// <param name="folio">The page.</param>
    /// <param name="isPromised">See <see cref="HugetlbPool.Put"/>.</param>
    public void Unmapped(FolioRun folio, bool isPromised)
    {
        ArgumentNullException.ThrowIfNull(folio);
        unmapped.Add(folio);
        if (isPromised)
            promised.Add(folio.FirstFrame);
    }

    /// <summary>
    /// A private page is still mapped by somebody when whoever was promised it unmaps it. No rule asks for it: a finding about kernels that promise it
    /// again at once is narrowed by it.
    /// </summary>
    public void Kept(FolioRun folio)
    {
        ArgumentNullException.ThrowIfNull(folio);
        kept[folio.FirstFrame] = folio.Order;
    }

    /// <summary>How many of the pages of an order that <see cref="Kept"/> was told of are not free yet.</summary>
    public long KeptOf(int order) => kept.Values.LongCount(other => other == order);

    /// <summary>Frees what <see cref="Unmapped"/> was told of (the end of an mmu_gather).</summary>
    public void FreeUnmapped(PhysicalMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        foreach (var folio in unmapped)
        {
            kept.Remove(folio.FirstFrame);
            Of(folio.Order).Put(folio.Dirty, promised.Remove(folio.FirstFrame));
            memory.Free(folio);
        }

        unmapped.Clear();
    }
}
