namespace RmapHarness.Engine.Memory;

/// <summary>One mm: VMAs and a page table.</summary>
public sealed class AddressSpace
{
    private readonly List<Vma> vmas = [];
    private readonly TreeInsertions insertions;

    /// <summary>An empty address space.</summary>
    /// <param name="id">Number of the mm; the index of its process.</param>
    /// <param name="geometry">Shape of the page table.</param>
    /// <param name="insertions">The machine's.</param>
    public AddressSpace(int id, Geometry geometry, TreeInsertions insertions)
    {
        this.insertions = insertions;
        Id = id;
        PageTable = new PageTable(geometry);
    }

    /// <summary>Number of the mm.</summary>
    public int Id { get; }

    /// <summary>The page table.</summary>
    public PageTable PageTable { get; }

    /// <summary>VM_LOCKED and VM_LOCKONFAULT that new mappings get (def_flags, mlockall with MCL_FUTURE).</summary>
    public VmFlags NewMappings { get; set; }

    /// <summary>Whether the process's userfaultfd resolves protection by itself (UFFD_FEATURE_WP_ASYNC); null: there is none yet.</summary>
    public bool? UffdIsAsync { get; set; }

    /// <summary>The pages that the process has pinned (FOLL_PIN).</summary>
    public HeldPages Pinned { get; } = new();

    /// <summary>The pages that the process has references of (FOLL_GET).</summary>
    public HeldPages Spliced { get; } = new();

    /// <summary>Pages whose dirtiness a kernel can have lost.</summary>
    public ReprotectedPages Reprotected { get; } = new();

    /// <summary>
    /// Aligned blocks of PTEs, by first page, that could be folded into one entry of the TLB and were taken apart, with the frame of that page (arm64); null: none.
    /// </summary>
    public Dictionary<long, long>? UnfoldedBlocks { get; set; }

    /// <summary>The open files of the process, by the number that the program gave each.</summary>
    public SortedDictionary<int, FileObject> Descriptors { get; } = [];

    /// <summary>VMAs by ascending address.</summary>
    public IReadOnlyList<Vma> Vmas => vmas;

    /// <summary>Index of the first VMA that ends after a page; <c>Vmas.Count</c> if there is none.</summary>
    public int FirstEndingAfter(long page)
    {
        int low = 0, high = vmas.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (vmas[middle].End <= page)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The VMA that holds a page, or null.</summary>
    public Vma? Find(long page)
    {
        var i = FirstEndingAfter(page);
        return i < vmas.Count && vmas[i].Start <= page ? vmas[i] : null;
    }

    /// <summary>The VMAs that overlap from..to, ascending; a copy.</summary>
    public List<Vma> Overlapping(long from, long to)
    {
        var found = new List<Vma>();
        for (var i = FirstEndingAfter(from); i < vmas.Count && vmas[i].Start < to; i++)
            found.Add(vmas[i]);
        return found;
    }

    /// <summary>The VMA that ends at or before a page and is nearest to it, or null.</summary>
    public Vma? Before(long page)
    {
        var i = FirstEndingAfter(page - 1);
        if (i < vmas.Count && vmas[i].End == page)
            return vmas[i];
        return i > 0 ? vmas[i - 1] : null;
    }

    /// <summary>The VMA that starts at or after a page and is nearest to it, or null.</summary>
    public Vma? After(long page)
    {
        var i = FirstEndingAfter(page);
        if (i < vmas.Count && vmas[i].Start < page)
            i++;
        return i < vmas.Count ? vmas[i] : null;
    }

    /// <summary>Puts a VMA into its place.</summary>
    public void Insert(Vma vma)
    {
        ArgumentNullException.ThrowIfNull(vma);
        vmas.Insert(FirstEndingAfter(vma.Start), vma);
        vma.Inserted = insertions.Next();
    }

    /// <summary>Moves the end of a VMA, which leaves the interval trees for it and comes back (mm/vma.c, vma_prepare and vma_complete).</summary>
    /// <param name="vma">The VMA.</param>
    /// <param name="end">Virtual page number after its last from now on.</param>
    public void Resize(Vma vma, long end)
    {
        ArgumentNullException.ThrowIfNull(vma);
        vma.End = end;
        vma.Inserted = insertions.Next();
    }

    /// <summary>Takes a VMA out.</summary>
    public void Remove(Vma vma) => vmas.Remove(vma);

    /// <summary>Takes all VMAs out.</summary>
    public void Clear() => vmas.Clear();
}
