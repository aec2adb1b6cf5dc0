using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Engine.Kernel;

/// <content>
/// What differs between kernel versions where the documentation promises nothing. Each window names the trees in which it was read;
/// between two trees the upstream version is taken.
/// </content>
public sealed partial record KernelProfile
{
    private readonly bool? softDirty;
    private readonly ScanCategories? scans;

    /// <summary>
    /// The write fault that finds a PTE-mapped large anonymous folio not exclusive (mm/memory.c, wp_can_reuse_anon_folio;
    /// 6.1: do_wp_page). Read in 6.1, 6.12 and 7.3. The 2023 patch brings the rmap-id tracker for this very decision.
    /// </summary>
    public LargeFolioReuse LargeFolioReuse =>
        Tracker == SharingTracker.RmapId || Version >= new KernelVersion(6, 15) ? LargeFolioReuse.WhenExclusive
        : Version >= new KernelVersion(6, 7) ? LargeFolioReuse.Never
        : LargeFolioReuse.LastMapping;

    /// <summary>
    /// A write to the huge zero folio allocates a THP; before, the PMD was split and one small page allocated
    /// (mm/huge_memory.c, do_huge_zero_wp_pmd). Absent in 6.12, present in 6.16.
    /// </summary>
    public bool HugeZeroWriteGivesThp => Version >= new KernelVersion(6, 13);

    /// <summary>
    /// A fault on private hugetlb memory makes the anon_vma before it knows whether there is a page (mm/hugetlb.c, hugetlb_no_page). Absent in 6.1,
    /// present in 6.12.
    /// </summary>
    public bool HugetlbFaultsPrepareFirst => Version >= new KernelVersion(6, 10);

    /// <summary>
    /// Private hugetlb memory that is unmapped is promised again to the mapping that was promised it (mm/hugetlb.c, __unmap_hugepage_range). Absent in
    /// 6.1, present in 6.12 and 7.3.
    /// </summary>
    public bool UnmappingRestoresReservations => Version >= new KernelVersion(6, 9);

    /// <summary>
    /// MADV_DOFORK refuses VMAs that do not grow or are otherwise special, as hugetlb; before, those of devices only (mm/madvise.c,
    /// madvise_vma_behavior). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool DoForkRefusesSpecial => Version >= new KernelVersion(7, 0);

    /// <summary>
    /// MADV_DONTNEED over a whole PMD range frees the PTE table, so that the next fault can have a THP again (CONFIG_PT_RECLAIM;
    /// mm/memory.c, zap_pte_range). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool ReclaimsEmptyPageTables => Version >= new KernelVersion(6, 14);

    /// <summary>
    /// A VMA that was faulted merges into a neighbour that was not (mm/vma.c, is_mergeable_anon_vma, first case). Before, only the
    /// other way round: list_is_singular of the neighbour's empty chain was false. Absent in 6.1, present in 7.3.
    /// </summary>
    public bool MergesFaultedIntoUnfaulted => Version >= new KernelVersion(6, 16);

    /// <summary>
    /// mprotect to read-only of a private anonymous VMA that has no anon_vma gives its overcommit charge back
    /// (mm/mprotect.c, mprotect_fixup). Absent in 6.1, present in 7.3.
    /// </summary>
    public bool UnaccountsUnfaultedReadOnly => Version >= new KernelVersion(6, 7);

    /// <summary>
    /// /proc/kpageflags shows the folio's flags for every page of it; before, each struct page's own (fs/proc/page.c, stable_page_flags).
    /// Absent in 6.1, present in 6.12.
    /// </summary>
    public bool TailsShowFolioFlags => Version >= new KernelVersion(6, 10);

    /// <summary>smaps has the KSM line (fs/proc/task_mmu.c, since 6.7).</summary>
    public bool SmapsHasKsm => Version >= new KernelVersion(6, 7);

    /// <summary>
    /// /proc/PID/status shows what is mapped at this moment. Before, page counts of the last faults could be missing: they were kept
    /// per task (6.1: SPLIT_RSS_COUNTING), later per CPU (6.2 on) and not summed up for the reader (get_mm_counter). Summed up in 6.12.107
    /// and, among those that were read, in all from 6.16.12 on.
    /// </summary>
    public bool StatusIsExact =>
        Version >= new KernelVersion(6, 16, 12) || (Version >= new KernelVersion(6, 12, 107) && Version < new KernelVersion(6, 13));

    /// <summary>The cgroup v2 hierarchy has the memory controller, so that the scenario's memory is charged to a cgroup of its own.</summary>
    public bool HasMemoryController { get; init; } = true;

    /// <summary>
    /// mprotect gives private memory's clean entries and huge PMDs their write bit back, too; before, only dirty PTEs (mm/mprotect.c,
    /// can_change_pte_writable; mm/huge_memory.c, change_huge_pmd). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool ProtectingTrustsCleanEntries => Version >= new KernelVersion(6, 2);

    /// <summary>A split dirty PMD leaves dirty PTEs; before, only PG_dirty (mm/huge_memory.c, __split_huge_pmd_locked). 6.1 and 6.12 read.</summary>
    public bool PmdSplitKeepsDirty => Version >= new KernelVersion(6, 2);

    /// <summary>mmap over what cannot be unmapped fails with the errno of that; before, with ENOMEM (mm/mmap.c, mmap_region). Read in 6.1 and 6.12.</summary>
    public bool MmapTellsWhatUnmappingSays => Version >= new KernelVersion(6, 12);

    /// <summary>VmFlags of smaps has a name for VM_LOCKONFAULT (fs/proc/task_mmu.c, show_smap_vma_flags). Absent in 6.1, present in 6.12; in between
    /// not read.</summary>
    public bool NamesLockOnFault => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// VM_MAYBE_GUARD exists: VmFlags of smaps names it, fork copies such a VMA, and VMAs merge whether they have it or not (mm/madvise.c,
    /// madvise_guard_install). Absent in 6.18.15, present in 7.0; the stable series has it too, from a release up to 6.18.44, which showed it.
    /// Of those between the two, none was read nor seen.
    /// </summary>
    public bool NamesMaybeGuard => Version >= new KernelVersion(6, 18, 44);

    /// <summary>pagemap tells guard markers from other entries that are not present (bit 58, PM_GUARD_REGION). Absent in 6.12, present in 6.16.</summary>
    public bool PagemapShowsGuard => Version >= new KernelVersion(6, 15);

    /// <summary>Guard markers in memory that is not anonymous (mm/madvise.c, is_valid_guard_vma). Absent in 6.12, present in 6.16.</summary>
    public bool GuardsFiles => Version >= new KernelVersion(6, 15);

    /// <summary>
    /// MADV_POPULATE_* ends at a hole; before, it went on behind it and reported it at the end (mm/madvise.c, madvise_populate). Read in 6.1
    /// and 6.12.
    /// </summary>
    public bool PopulateEndsAtHole => Version >= new KernelVersion(6, 9);

    /// <summary>
    /// MADV_FREE and MADV_COLD leave a PTE-mapped large folio whole if the range covers it; before, they split it
    /// (mm/madvise.c, madvise_free_pte_range). Read in 6.1 and 6.12.
    /// </summary>
    public bool AdviceKeepsCoveredFolios => Version >= new KernelVersion(6, 10);

    /// <summary>
    /// MADV_COLD takes a PMD-mapped folio for shared by the count of its first page; later, by the tracker (mm/madvise.c,
    /// madvise_cold_or_pageout_pte_range). Read in 6.1 and 6.12.
    /// </summary>
    public bool ColdAsksFirstPage => Version < new KernelVersion(6, 9);

    /// <summary>
    /// mlock counts PTE-mapped large folios too: when it finds one wholly inside the locked range, and when any of it is unmapped
    /// (mm/mlock.c, allow_mlock_munlock; mm/internal.h, munlock_vma_folio). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool MlocksLargeFolios => Version >= new KernelVersion(6, 7);

    /// <summary>
    /// A large folio that is mapped whole at once into a locked VMA is mlocked, so that a PMD split keeps it so (mm/rmap.c,
    /// __folio_add_anon_rmap). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool MlocksWholeMappings => Version >= new KernelVersion(6, 18);

    /// <summary>
    /// mremap goes through the entries of memory that userfaultfd watches, to free them of its protection; before, it could move whole page tables,
    /// and the protection with them (mm/mremap.c, move_ptes, move_normal_pmd). Absent in 6.1.176, present in 6.12.107.
    /// </summary>
    public bool MovesProtectedEntriesOneByOne => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// mremap to a fixed address that changes no length moves every VMA of the range, and all its checks come before it unmaps the
    /// destination; before, the range had to lie in one VMA, which was found out later (mm/mremap.c, remap_move). Read in 6.12 and 7.3.
    /// </summary>
    public bool MremapMovesSeveralVmas => Version >= new KernelVersion(6, 17);

    /// <summary>
    /// A VMA that MREMAP_DONTUNMAP empties takes the offset of its address again, as one that was never touched (mm/mremap.c,
    /// dontunmap_complete). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool UnfaultedOffsetFollowsAddress => Version >= new KernelVersion(7, 3);

    /// <summary>
    /// A folio that is split into small ones gives its pages of zeros back: the shared zero page takes their place, except of what is locked
    /// (mm/migrate.c, try_to_map_unused_to_zeropage). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool SplitDropsZeroPages => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// A page that comes back from swap is in the swap cache meanwhile, on every device; the entry's mark alone says whether it is exclusive then, and
    /// the cache is left at once if nobody else has an entry (mm/memory.c, do_swap_page). Before, the last entry of a fast device went past
    /// the cache. Absent in 6.12, present in 7.3.
    /// </summary>
    public bool SwapsInThroughCache => Version >= new KernelVersion(6, 19);

    /// <summary>
    /// What is swapped goes to clusters that are begun before free ones; the header begins the first (mm/swapfile.c, cluster_alloc_swap_entry).
    /// Absent in 6.12.107, present in 7.3.4.
    /// </summary>
    public bool SwapFillsStartedClusters => Version >= new KernelVersion(6, 18);

    /// <summary>
    /// swapoff visits a child that has inherited swapped pages before its parent (mm/memory.c, copy_nonpresent_pte; mm/internal.h, mm_prepare_for_swap_entries);
    /// before, right after it. Absent in 7.2.12, present in 7.3.4.
    /// </summary>
    public bool ForkPutsSwapUsersFirst => Version >= new KernelVersion(7, 3);

    /// <summary>A swap cluster that is empty again is filled from its beginning (mm/swapfile.c, swap_alloc_fast). Absent in 6.12.107, present in 7.3.4.</summary>
    public bool SwapBeginsEmptyClustersAgain => Version >= new KernelVersion(6, 14);

    /// <summary>A folio of several pages can come back from swap in one fault (mm/memory.c, alloc_swap_folio). Absent in 6.1, present in 6.12.</summary>
    public bool SwapsInLargeFolios => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// A page that comes back from swap into locked memory is mlocked. Later not, if it is not in the swap cache already (mm/rmap.c,
    /// folio_add_new_anon_rmap, which do_swap_page calls since 6.11). Read in 6.1, 6.12 and 7.3.
    /// </summary>
    public bool SwapInMlocks => Version < new KernelVersion(6, 11);

    /// <summary>
    /// A read that brings an exclusive page back from swap maps it writable at once; before, only a write does (mm/memory.c, do_swap_page). Absent in 6.1,
    /// present in 6.12; in between not read.
    /// </summary>
    public bool SwapInMakesWritable => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// A store to an exclusive page in swap leaves its entry dirty, even if userfaultfd protects it so that the store does not come to pass
    /// (mm/memory.c, do_swap_page). Present in 6.1, absent in 6.12; in between not read.
    /// </summary>
    public bool SwapInDirtiesProtected => Version < new KernelVersion(6, 12);

    /// <summary>
    /// The entries of a PTE-mapped large folio that MADV_FREE gave up go at once when it is reclaimed; before, one after another up to the first
    /// dirty one (mm/rmap.c, try_to_unmap_one). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool UnmapsLazyFreeInBatches => Version >= new KernelVersion(6, 16);

    /// <summary>
    /// A huge PMD of a folio that MADV_FREE gave up goes as a whole when that is reclaimed; otherwise it is split first, and its page table
    /// stays (mm/rmap.c, try_to_unmap_one: unmap_huge_pmd_locked). Absent in 6.1, present in 6.12, absent in 7.3.
    /// </summary>
    public bool DropsLazyFreePmds => Version >= new KernelVersion(6, 11) && Version < new KernelVersion(7, 3);

    /// <summary>
    /// Such a PMD stays as it is if the folio was stored to since, instead of being split (mm/huge_memory.c, __discard_anon_folio_pmd_locked).
    /// Absent in 6.12; seen in 6.16, 6.18 and 7.2.
    /// </summary>
    public bool KeepsDirtyLazyFreePmds => Version >= new KernelVersion(6, 15) && DropsLazyFreePmds;

    /// <summary>
    /// Whether a large folio of an order is written to swap as a whole (CONFIG_THP_SWAP, which arm64 has for 4 KiB pages only; mm/swap_slots.c and
    /// mm/swapfile.c): PMD-sized ones, and others from 6.10 on. Read in 6.1 and 6.12.
    /// </summary>
    /// <param name="order">log2 of its pages.</param>
    public bool SwapsWhole(int order) =>
        (Architecture != Architecture.Arm64 || Geometry.PageShift == 12)
        && (order == Geometry.PmdOrder || Version >= new KernelVersion(6, 10));

    /// <summary>The kernel has markers of userfaultfd's write protection (CONFIG_PTE_MARKER_UFFD_WP). Unless set: it has.</summary>
    public bool HasUffdMarkers { get; init; } = true;

    /// <summary>UFFDIO_WRITEPROTECT of a range that several VMAs make up; before, ENOENT (mm/userfaultfd.c, mwriteprotect_range). Absent in 6.1, present in 6.12.</summary>
    public bool UffdProtectsSeveralVmas => Version >= new KernelVersion(6, 4);

    /// <summary>
    /// What is registered with userfaultfd, or no longer, joins the VMA behind it although its own VMA was cut at its start; before, not, because the
    /// offset of that VMA was compared (fs/userfaultfd.c, userfaultfd_register). Absent in 6.1.176, present in 6.12.
    /// </summary>
    public bool UffdJoinsWhatItCuts => Version >= new KernelVersion(6, 4);

    /// <summary>
    /// A THP goes to the deferred split queue whenever the last PTE of any of its pages goes, also if nothing of it stays mapped; later, only if
    /// something does (mm/rmap.c, page_remove_rmap; since then __folio_remove_rmap). Read in 6.1 and 6.12.
    /// </summary>
    public bool DefersWholeUnmaps => Version < new KernelVersion(6, 10);

    /// <summary>Nobody but the agent and its programs uses large folios of this kernel, so that the system's counters of them are the program's.</summary>
    public bool IsQuiet { get; init; } = true;

    /// <summary>
    /// PTEs of one folio that are alike and fill an aligned block of 64 KiB (pages of 4 KiB; otherwise 2 MiB) have one dirty bit (CONFIG_ARM64_CONTPTE;
    /// arch/arm64/mm/contpte.c). On arm64 since 6.9; read in 6.12 and 7.3, seen on 7.3.4.
    /// </summary>
    public bool FoldsEntries => Architecture == Architecture.Arm64 && Version >= new KernelVersion(6, 9);

    /// <summary>
    /// mprotect writes the entries of a large folio back in one go; before, one by one (mm/mprotect.c, change_pte_range: modify_prot_commit_ptes). Absent in 6.12, present
    /// in 7.3; in between not read.
    /// </summary>
    public bool ProtectsInBatches => Version >= new KernelVersion(6, 17);

    /// <summary>
    /// write and fallocate fill holes of a tmpfs that is mounted with huge= with folios of every order; before, PMD-sized ones only (mm/shmem.c,
    /// shmem_huge_global_enabled). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool TmpfsWritesHaveAllOrders => Version >= new KernelVersion(6, 14);

    /// <summary>
    /// A write goes in pieces as long as the largest folio that the file may have; before, page by page (mm/filemap.c, generic_perform_write). The
    /// end of a piece counts as the file's where folios must lie within its size. Absent in 6.1, present in 6.12.
    /// </summary>
    public bool WritesGoByLargestFolio => Version >= new KernelVersion(6, 11);

    /// <summary>
    /// The folios of a write are as large as what is left to write, and aligned to their size; otherwise PMD-sized ones come first, whatever is written
    /// (shmem_huge_global_enabled). Seen on 6.16.12 and 6.17.13, not on 6.18.15; not in 7.3, which was read.
    /// </summary>
    public bool TmpfsWritesSizeFolios => Version < new KernelVersion(6, 18);

    /// <summary>
    /// Faults do, too. Not read where it began: 6.18.15 and 6.18.44 showed PMD-sized folios only, 7.2.12 all orders. Present in 7.3.
    /// </summary>
    public bool TmpfsFaultsHaveAllOrders => Version >= new KernelVersion(7, 0);

    /// <summary>
    /// A fault on shmem gets a large folio only if it fits into the VMA, and a write beyond the file's end counts for huge=within_size (mm/shmem.c,
    /// shmem_suitable_orders). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool ShmemAsksVma => Version >= new KernelVersion(6, 10);

    /// <summary>
    /// THPeligible of shmem asks whether an order that is allowed fits into the VMA; before, whether any order fits, and any is allowed
    /// (mm/huge_memory.c, __thp_vma_allowable_orders). Absent in 6.12 and 6.16, seen on 6.17.13, present in 6.18.
    /// </summary>
    public bool EligibleShmemFits => Version >= new KernelVersion(6, 17) || Version < new KernelVersion(6, 8);

    /// <summary>A PMD maps page cache only where MADV_NOHUGEPAGE does not forbid it (mm/memory.c, do_set_pmd). Absent in 6.1, present in 6.12.</summary>
    public bool NoHugePageKeepsPmdsAway => Version >= new KernelVersion(6, 2);

    /// <summary>
    /// A fault on a large folio of the page cache maps all of it where the VMA and the page table have room (mm/memory.c, finish_fault). Absent in
    /// 6.12 and 6.16, seen on 6.17.13, present in 6.18.
    /// </summary>
    public bool FaultsMapWholeFolios => Version >= new KernelVersion(6, 17);

    /// <summary>
    /// So do read faults with the large folios around them (mm/filemap.c, filemap_map_folio_range). Absent in 6.12 and 6.16, not seen on 6.17.13,
    /// present in 6.18.
    /// </summary>
    public bool FaultAroundMapsWholeFolios => Version >= new KernelVersion(6, 18);

    /// <summary>
    /// Truncation splits a large folio into halves towards the cut, which leaves folios of many orders; before, into small folios (mm/truncate.c,
    /// truncate_inode_partial_folio). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool SplitsAroundPage => Version >= new KernelVersion(6, 16);

    /// <summary>
    /// MADV_COLLAPSE takes read-only pages; before, at least one entry had to be writable (mm/khugepaged.c, __collapse_huge_page_isolate). Absent in
    /// 6.12, present in 7.3.
    /// </summary>
    public bool CollapsesReadOnly => Version >= new KernelVersion(6, 18);

    /// <summary>
    /// MADV_COLLAPSE of a range that holds no whole PMD range succeeds; before, only if it touches a border of PMD ranges (mm/khugepaged.c,
    /// madvise_collapse). Absent in 6.12, present in 7.3; not seen on 6.18.15, seen on 7.2.12.
    /// </summary>
    public bool CollapsesNothing => Version >= new KernelVersion(6, 19);

    /// <summary>
    /// MADV_COLLAPSE of memory that userfaultfd watches, and that has holes or zero pages, ends with EBUSY; before, with EINVAL (mm/khugepaged.c, madvise_collapse_errno).
    /// Absent in 6.1, present in 6.12.
    /// </summary>
    public bool CollapseOfWatchedHolesIsBusy => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// A PMD range without any entry does not end MADV_COLLAPSE of anonymous memory; before, it did so unless the table of PMD entries was missing
    /// (mm/khugepaged.c, check_pmd_state). Absent in 6.12, present in 7.3; not seen on 6.18.15, seen on 7.2.12.
    /// </summary>
    public bool CollapseGoesOnAtNone => Version >= new KernelVersion(6, 19);

    /// <summary>
    /// MADV_COLLAPSE maps a huge folio of the page cache also where the table of PMD entries is missing (mm/khugepaged.c, set_huge_pmd). Absent in 6.12, present in
    /// 7.3; not seen on 6.17.13, seen on 6.18.15.
    /// </summary>
    public bool CollapseMakesPmdTables => Version >= new KernelVersion(6, 18);

    /// <summary>
    /// Collapse takes the PTEs of a large folio away in one go; before, one by one (mm/khugepaged.c, __collapse_huge_page_copy_succeeded and
    /// try_collapse_pte_mapped_thp). Absent in 6.12, present in 7.3; not seen on 6.16.12, seen on 6.17.13.
    /// </summary>
    public bool CollapseUnmapsInBatches => Version >= new KernelVersion(6, 17);

    /// <summary>
    /// Collapse of page cache frees the page tables of all who mapped it; before, MADV_COLLAPSE freed that of the caller only, and mapped the folio only there
    /// (mm/khugepaged.c, retract_page_tables). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool CollapseFreesAllTables => Version >= new KernelVersion(6, 6);

    /// <summary>
    /// split_huge_pages of debugfs finds the folios of memory that the process may not access (mm/huge_memory.c, split_huge_pages_pid: follow_page, later
    /// folio_walk_start). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool SplitFindsInaccessible => Version >= new KernelVersion(6, 12);

    /// <summary>
    /// A split that is refused before it begins counts as one that failed (mm/huge_memory.c, __folio_split). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool CountsRefusedSplits => Version >= new KernelVersion(6, 14);

    /// <summary>
    /// Splitting an anonymous folio that several map unmaps it from the first who has a huge PMD only, and fails; the huge PMD is gone then, so that it succeeds once nobody
    /// but the last has one (mm/rmap.c, try_to_migrate_one). Absent in 6.12 and 7.3, which were read; seen on 6.16.12, 6.17.13 and 6.18.15.
    /// </summary>
    public bool SplitStopsAtPmd => Version >= new KernelVersion(6, 15) && Version < new KernelVersion(6, 19);

    /// <summary>
    /// Large folios of shmem can be split into others than small ones (mm/huge_memory.c, split_huge_page_to_list_to_order). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool SplitsShmemIntoLargeFolios => Version >= new KernelVersion(6, 14);

    /// <summary>Page tables have soft-dirty bits (CONFIG_MEM_SOFT_DIRTY). Unless set: on x86_64, the only architecture that can.</summary>
    public bool HasSoftDirty
    {
        get => softDirty ?? Architecture == Architecture.X86_64;
        init => softDirty = value;
    }

    /// <summary>
    /// The categories that PAGEMAP_SCAN tells; none: the kernel does not have it (fs/proc/task_mmu.c, PM_SCAN_CATEGORIES). Unless set: by the
    /// release. Absent in 6.1; the first eight in 6.12; with guard regions where pagemap shows them; all in 7.3.
    /// </summary>
    public ScanCategories Scans
    {
        get => scans ?? (Version < new KernelVersion(6, 7) ? ScanCategories.None
            : (ScanCategories)0xff
                | (PagemapShowsGuard ? ScanCategories.Guard : ScanCategories.None)
                | (Version >= new KernelVersion(7, 3) ? ScanCategories.Accessed : ScanCategories.None));
        init => scans = value;
    }

    /// <summary>The kernel has PAGEMAP_SCAN (fs/proc/task_mmu.c, do_pagemap_scan). Absent in 6.1, present in 6.12.</summary>
    public bool HasPagemapScan => Scans != ScanCategories.None;

    /// <summary>/proc/PID/numa_maps is there (CONFIG_NUMA).</summary>
    public bool HasNumaMaps { get; init; } = true;

    /// <summary>Pages that a shared read fault maps around the faulting one: 64 KiB worth (debugfs fault_around_bytes).</summary>
    public long FaultAroundPages => Math.Max(1, 65536 >> Geometry.PageShift);

    /// <summary>When new mappings are refused so that no counter overflows; null: never, as in today's kernels.</summary>
    public MappingLimits? MappingLimits { get; init; }

    /// <summary>
    /// io_uring pins pages that can be written without a fault as they are (pin_user_pages_fast), and only from the first other one on marks clean ones dirty
    /// (mm/gup.c, follow_page_pte with FOLL_TOUCH). Before, it did neither (io_uring/rsrc.c, io_pin_pages). Absent in 6.1, present in 6.12.
    /// </summary>
    public bool PinsFast => Version >= new KernelVersion(6, 10);

    /// <summary>
    /// io_uring registers a buffer whose pages are of several files, or of a file and of none; before, EINVAL once they were pinned (io_uring/rsrc.c,
    /// io_pin_pages). Not on 6.1.0-50, seen on 6.12.107; in between not read.
    /// </summary>
    public bool PinsSeveralFiles => Version >= new KernelVersion(6, 5);

    /// <summary>
    /// Pages of KSM that are to be the process's own again are copied as by a store, which leaves the copy dirty; later as by a long-term pin for reading
    /// (mm/ksm.c, break_ksm: FAULT_FLAG_UNSHARE). By a store in 6.1, not in 6.12.
    /// </summary>
    public bool KsmBreaksByStore => Version < new KernelVersion(6, 2);

    /// <summary>
    /// move_pages leaves pages alone that are mapped more than once; later, folios that others may map (mm/migrate.c, add_page_for_migration). By page in 6.1,
    /// by folio in 6.12.
    /// </summary>
    public bool MovesByPage => Version < new KernelVersion(6, 9);

    /// <summary>
    /// A large folio that waits to be split because a part of it was unmapped is split before it is migrated (mm/migrate.c, migrate_pages_batch). Absent in 6.1,
    /// present in 6.12.
    /// </summary>
    public bool MigrationSplitsPartiallyMapped => Version >= new KernelVersion(6, 10);

    /// <summary>
    /// A large folio that waits to be split because a part of it was unmapped still does so, in its new place, once it has been migrated (mm/migrate.c,
    /// migrate_folio_move). Read in 6.12.107, 7.0 and 7.3, not in 6.1, 6.16 and 6.18.
    /// </summary>
    public bool MigrationKeepsPartiallyMapped =>
        Version >= new KernelVersion(7, 0) || (Version >= new KernelVersion(6, 12, 107) && Version < new KernelVersion(6, 13));

    /// <summary>The first release that has THPs of several sizes. Absent in 6.1, present in 6.12.</summary>
    public static KernelVersion SeveralThpSizes { get; } = new(6, 8);

    /// <summary>The first release whose split_huge_pages can leave folios larger than a page. Absent in 6.1, present in 6.12.</summary>
    public static KernelVersion SplitsIntoLargeFolios { get; } = new(6, 9);

    /// <summary>The tracker that kernels of a version have.</summary>
    public static SharingTracker TrackerOf(KernelVersion version) =>
        version >= new KernelVersion(6, 15) ? SharingTracker.MmId : SharingTracker.Estimate;

    /// <summary>
    /// process_madvise takes every advice for the caller's own memory, not only what is permitted for that of others (mm/madvise.c,
    /// process_madvise). Absent in 6.12, present in 7.3.
    /// </summary>
    public bool TakesAnyAdviceForCaller => Version >= new KernelVersion(6, 13);
}
