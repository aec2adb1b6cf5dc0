namespace RmapHarness.Engine.Memory;

/// <summary>One VMA of an address space.</summary>
public sealed class Vma
{
    /// <summary>Creates a VMA.</summary>
    /// <param name="start">First virtual page number.</param>
    /// <param name="end">Virtual page number after the last.</param>
    /// <param name="flags">VM_* flags.</param>
    /// <param name="file">The file that it maps; null for private anonymous memory.</param>
    /// <param name="offset">vm_pgoff: offset of the first page in the file; private anonymous: the virtual page number at birth.</param>
    public Vma(long start, long end, VmFlags flags, FileObject? file, long offset)
    {
        Start = start;
        End = end;
        Flags = flags;
        File = file;
        Offset = offset;
    }

    /// <summary>First virtual page number.</summary>
    public long Start { get; set; }

    /// <summary>Virtual page number after the last.</summary>
    public long End { get; internal set; }

    /// <summary>When it came into the interval trees of its anon_vmas the last time: see <see cref="TreeInsertions"/>.</summary>
    public long Inserted { get; internal set; }

    /// <summary>VM_* flags.</summary>
    public VmFlags Flags { get; set; }

    /// <summary>vm_file: what it maps; null for private anonymous memory.</summary>
    public FileObject? File { get; }

    /// <summary>vm_pgoff.</summary>
    public long Offset { get; set; }

    /// <summary>The anon_vma, once something anonymous was faulted in.</summary>
    public AnonVma? AnonVma { get; set; }

    /// <summary>
    /// hugetlb, private: the huge pages, by index in the file, for which the reservation of mmap is used up (the VMA's resv_map); null if there is none,
    /// as in a child of fork. VMAs that were one share it.
    /// </summary>
    public PageRanges? UsedReservations { get; set; }

    /// <summary>hugetlb: a page was taken from it for the owner of the mapping, and every fault fails since (HPAGE_RESV_UNMAPPED).</summary>
    public bool HasLostPages { get; set; }

    /// <summary>VM_HUGETLB.</summary>
    public bool IsHugetlb => (Flags & VmFlags.Hugetlb) != 0;

    /// <summary>Base pages of each of its huge pages; 1 if it is not hugetlb.</summary>
    public long HugePages => 1L << (File?.HugeOrder ?? 0);

    /// <summary>Private anonymous memory (vma_is_anonymous).</summary>
    public bool IsAnonymous => File is null;

    /// <summary>VM_SHARED.</summary>
    public bool IsShared => (Flags & VmFlags.Shared) != 0;

    /// <summary>VM_LOCKED.</summary>
    public bool IsLocked => (Flags & VmFlags.Locked) != 0;

    /// <summary>VM_UFFD_WP: userfaultfd watches it.</summary>
    public bool IsWatched => (Flags & VmFlags.UffdWp) != 0;

    /// <summary>Length in base pages.</summary>
    public long Pages => End - Start;

    /// <summary>Offset in the file of a virtual page.</summary>
    public long OffsetOf(long page) => Offset + (page - Start);

    /// <summary>A VMA with the same properties over start..end, which lies inside this one.</summary>
    public Vma Part(long start, long end) => new(start, end, Flags, File, OffsetOf(start))
    {
        AnonVma = AnonVma,
        UsedReservations = UsedReservations,
        HasLostPages = HasLostPages,
    };
}
