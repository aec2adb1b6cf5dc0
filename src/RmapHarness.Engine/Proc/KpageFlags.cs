namespace RmapHarness.Engine.Proc;

/// <summary>The bits of /proc/kpageflags (include/uapi/linux/kernel-page-flags.h).</summary>
[Flags]
public enum KpageFlags : ulong
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>Bit 0: the folio is locked.</summary>
    Locked = 1UL << 0,

    /// <summary>Bit 1: an I/O error.</summary>
    Error = 1UL << 1,

    /// <summary>Bit 2: accessed since reclaim last looked.</summary>
    Referenced = 1UL << 2,

    /// <summary>Bit 3: the data are valid.</summary>
    UpToDate = 1UL << 3,

    /// <summary>Bit 4: the data differ from those on disk or in swap.</summary>
    Dirty = 1UL << 4,

    /// <summary>Bit 5: on an LRU list of reclaim, or about to be.</summary>
    Lru = 1UL << 5,

    /// <summary>Bit 6: on an active LRU list.</summary>
    Active = 1UL << 6,

    /// <summary>Bit 7: memory of the slab allocator.</summary>
    Slab = 1UL << 7,

    /// <summary>Bit 8: being written to disk or swap.</summary>
    Writeback = 1UL << 8,

    /// <summary>Bit 9: to be reclaimed soon.</summary>
    Reclaim = 1UL << 9,

    /// <summary>Bit 10: free, in the buddy allocator.</summary>
    Buddy = 1UL << 10,

    /// <summary>Bit 11: the folio is mapped somewhere.</summary>
    Mmap = 1UL << 11,

    /// <summary>Bit 12: anonymous folio.</summary>
    Anon = 1UL << 12,

    /// <summary>Bit 13: in the swap cache.</summary>
    SwapCache = 1UL << 13,

    /// <summary>Bit 14: backed by swap: anonymous memory and shmem.</summary>
    SwapBacked = 1UL << 14,

    /// <summary>Bit 15: first page of a large folio.</summary>
    CompoundHead = 1UL << 15,

    /// <summary>Bit 16: another page of a large folio.</summary>
    CompoundTail = 1UL << 16,

    /// <summary>Bit 17: hugetlb.</summary>
    Huge = 1UL << 17,

    /// <summary>Bit 18: on no list that reclaim scans.</summary>
    Unevictable = 1UL << 18,

    /// <summary>Bit 19: the hardware reported a memory error.</summary>
    HwPoison = 1UL << 19,

    /// <summary>Bit 20: no struct page.</summary>
    NoPage = 1UL << 20,

    /// <summary>Bit 21: merged by KSM.</summary>
    Ksm = 1UL << 21,

    /// <summary>Bit 22: large folio that may be mapped in parts, or the huge zero folio.</summary>
    Thp = 1UL << 22,

    /// <summary>Bit 23: logically offline, as in a balloon.</summary>
    Offline = 1UL << 23,

    /// <summary>Bit 24: zero page or huge zero folio.</summary>
    ZeroPage = 1UL << 24,

    /// <summary>Bit 25: not accessed since it was marked idle.</summary>
    Idle = 1UL << 25,

    /// <summary>Bit 26: a page table.</summary>
    PageTable = 1UL << 26,

    /// <summary>Bit 32 (kernel-internal, shown all the same): not given to anybody, as the zero page.</summary>
    Reserved = 1UL << 32,

    /// <summary>Bit 33 (kernel-internal, shown all the same): the folio is mlocked.</summary>
    Mlocked = 1UL << 33,
}
