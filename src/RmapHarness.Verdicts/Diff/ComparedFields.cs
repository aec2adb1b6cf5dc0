using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>What is compared and, with its reason, what is not. docs/observations.md is made from it.</summary>
public static class ComparedFields
{
    private const string Reclaim = "page reclaim's own bookkeeping; moves with time and with the kind of LRU";
    private const string Transient = "held or set for moments by whoever looks at the folio";
    private const string Internal = "kernel-internal and documented as such; the bit changes its meaning between versions";

    /// <summary>The bits of a pagemap entry. Bits 59 and 60 mean nothing and must agree all the same.</summary>
    public static IReadOnlyList<ComparedBit> Pagemap { get; } =
    [
        new(63, "present"),
        new(62, "swapped"),
        new(61, "file"),
        new(60, "bit-60"),
        new(59, "bit-59"),
        new(58, "guard"),
        new(57, "uffd-wp"),
        new(56, "exclusive"),
        new(55, "soft-dirty"),
    ];

    /// <summary>The categories of PAGEMAP_SCAN that follow from what a scenario did.</summary>
    public static IReadOnlyList<ComparedBit> Scan { get; } =
    [
        new(0, "wpallowed"),
        new(1, "written"),
        new(2, "file"),
        new(3, "present"),
        new(4, "swapped"),
        new(5, "pfnzero"),
        new(6, "huge"),
        new(7, "soft-dirty"),
        new(8, "guard"),
        new(9, "accessed"),
    ];

    /// <summary>The bits of a kpageflags entry that follow from what a scenario did.</summary>
    public static IReadOnlyList<ComparedBit> Kpageflags { get; } =
    [
        new(3, "UPTODATE"),
        new(4, "DIRTY"),
        new(5, "LRU"),
        new(7, "SLAB"),
        new(8, "WRITEBACK"),
        new(10, "BUDDY"),
        new(11, "MMAP"),
        new(12, "ANON"),
        new(13, "SWAPCACHE"),
        new(14, "SWAPBACKED"),
        new(15, "COMPOUND_HEAD"),
        new(16, "COMPOUND_TAIL"),
        new(17, "HUGE"),
        new(18, "UNEVICTABLE"),
        new(19, "HWPOISON"),
        new(20, "NOPAGE"),
        new(21, "KSM"),
        new(22, "THP"),
        new(23, "OFFLINE"),
        new(24, "ZERO_PAGE"),
        new(26, "PGTABLE"),
        new(33, "MLOCKED"),
    ];

    /// <summary>Everything else, with the reason.</summary>
    public static IReadOnlyList<LeftOut> LeftOut { get; } =
    [
        new(Observable.Content, "the rest of each page", "a page is moved, copied and dropped as a whole; its first two words tell which one it is"),
        new(Observable.NumaMaps, "policy, file, heap, stack, huge", "the words of a line that name the VMA and say nothing of its pages"),
        new(Observable.NumaMaps, "active", Reclaim),
        new(Observable.NumaMaps, "N0, N1, …, each for itself", "which node a page comes from is the allocator's choice; their sum is compared"),
        new(Observable.Scan, "Written, where userfaultfd watches nothing", "it says something only of memory that userfaultfd write-protects; of other memory, releases and page tables differ in what they say"),
        new(Observable.Smaps, nameof(SmapsField.Referenced), "young bits are cleared and set by reclaim, DAMON and the CPU on their own"),
        new(Observable.Smaps, nameof(SmapsField.ProtectionKey), "printed or not after a property of the CPU, not of the mapping"),
        new(
            Observable.Status,
            "the other fields",
            "of the past (VmPeak, VmHWM), of the agent's own layout (VmData, VmStk, VmExe, VmLib, VmPTE), or sums of those that are compared (VmRSS)"),
        new(Observable.Rollup, nameof(RollupField.Referenced), "young bits may change between the two readings"),
        new(
            Observable.Memcg,
            "the other fields",
            "of the kernel's own memory (kernel_stack, pagetables, slab), of page reclaim (the LRU lists, workingset_*, pg*), or of the agent's own faults (pgfault)"),
        new(Observable.Memcg, "hugetlb", "there with the mount option memory_hugetlb_accounting only"),
        new(
            Observable.Memcg,
            "memory.current, memory.events",
            "charged ahead of use in stocks of each CPU; nothing limits the cgroup, so no event happens"),
        new(
            Observable.Thp,
            "AnonPages, Mapped, Shmem, AnonHugePages, … of /proc/meminfo, nr_* of /proc/vmstat",
            "of the whole system, other processes and the kernel included; the same counters of the scenario's cgroup are compared (memory.stat)"),
        new(Observable.Thp, "thp_fault_fallback, thp_fault_fallback_charge, anon_fault_fallback, anon_fault_fallback_charge", "short memory: the run is inconclusive then"),
        new(Observable.Thp, "the other thp_* counters of /proc/vmstat", "of files, swap, migration and PUDs"),
        new(Observable.Hugetlb, "Hugetlb of /proc/meminfo", "the sum over all sizes of nr_hugepages, in kB"),
        new(Observable.Kpageflags, "LOCKED", Transient),
        new(Observable.Kpageflags, "ERROR", "an I/O failure of the past; newer kernels do not show it"),
        new(Observable.Kpageflags, "REFERENCED", Reclaim),
        new(Observable.Kpageflags, "ACTIVE", Reclaim),
        new(Observable.Kpageflags, "RECLAIM", Reclaim),
        new(Observable.Kpageflags, "IDLE", "set and cleared by idle page tracking and DAMON"),
        new(Observable.Kpageflags, "RESERVED", "only the zero page of user memory has it, and ZERO_PAGE says that"),
        new(Observable.Kpageflags, "bits 27-31", "not assigned"),
        new(Observable.Kpageflags, "bits 34-63", Internal),
    ];

    /// <summary>The fields of smaps that are compared.</summary>
    public static IReadOnlyList<SmapsField> Smaps { get; } = [.. Enum.GetValues<SmapsField>().Where(Compares)];

    /// <summary>Whether a field of smaps is compared.</summary>
    public static bool Compares(SmapsField field) => field is not (SmapsField.Referenced or SmapsField.ProtectionKey);

    /// <summary>The compared bits as a mask.</summary>
    internal static ulong MaskOf(IReadOnlyList<ComparedBit> bits) => bits.Aggregate(0UL, (mask, bit) => mask | (1UL << bit.Bit));
}
