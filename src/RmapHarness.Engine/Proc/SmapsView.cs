using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// The smaps entry of one VMA (Documentation/filesystems/proc.rst; fs/proc/task_mmu.c: smap_gather_stats, smaps_account, __show_smap).
/// Referenced and ProtectionKey are left absent: no mapping determines them.
/// </summary>
internal sealed class SmapsView(KernelProfile profile, ThpSizes sizes, Vma vma)
{
    // Shares are summed in 1/4096 byte and cut to kB once, as the kernel does.
    private const int PssShift = 12;

    private readonly ulong pageSize = profile.Geometry.PageSize;
    private ulong rss;
    private ulong pss;
    private ulong pssDirty;
    private ulong sharedClean;
    private ulong sharedDirty;
    private ulong privateClean;
    private ulong privateDirty;
    private ulong anonymous;
    private ulong anonHuge;
    private ulong lazyFree;
    private ulong swap;
    private ulong swapPss;
    private ulong shmemHuge;
    private ulong ksm;
    private ulong sharedHugetlb;
    private ulong privateHugetlb;

    /// <summary>Counts present pages of the VMA.</summary>
    public void Add(in Extent extent, in FolioSegment segment)
    {
        if (segment.IsZero)
            return;
        var size = (ulong)segment.Pages * pageSize;
        if (segment.Run.IsHugetlb)
        {
            if (segment.Exclusive)
                privateHugetlb += size;
            else
                sharedHugetlb += size;
            return;
        }

        var dirty = (extent.Flags & EntryFlags.Dirty) != 0 || segment.Run.Dirty;
        var share = (ulong)segment.Pages * ((pageSize << PssShift) / (ulong)Math.Max(1, segment.Count));
        rss += size;
        pss += share;
        if (dirty)
            pssDirty += share;
        if (segment.Exclusive && dirty)
            privateDirty += size;
        else if (segment.Exclusive)
            privateClean += size;
        else if (dirty)
            sharedDirty += size;
        else
            sharedClean += size;
        if (segment.Run.Kind == FolioKind.Shmem && extent.Level != MappingLevel.Pte)
            shmemHuge += size;
        if (segment.Run.Kind != FolioKind.Anon)
            return;
        anonymous += size;
        if (segment.Run.IsKsm)
            ksm += size;
        if (!segment.Run.SwapBacked && !dirty)
            lazyFree += size;
        if (extent.Level != MappingLevel.Pte)
            anonHuge += size;
    }

    /// <summary>Counts swapped pages of the VMA, each of which as many entries name.</summary>
    public void AddSwapped(long pages, int references)
    {
        var size = (ulong)pages * pageSize;
        swap += size;
        swapPss += (ulong)pages * ((pageSize << PssShift) / (ulong)references);
    }

    /// <summary>The entry.</summary>
    public VmaSnapshot Finish()
    {
        var page = (long)(pageSize >> 10);
        var counters = new SmapsCounters
        {
            [SmapsField.Size] = vma.Pages * page,
            [SmapsField.KernelPageSize] = page * vma.HugePages,
            [SmapsField.MMUPageSize] = page * vma.HugePages,
            [SmapsField.Rss] = Kilobytes(rss),
            [SmapsField.Pss] = Kilobytes(pss >> PssShift),
            [SmapsField.Pss_Dirty] = Kilobytes(pssDirty >> PssShift),
            [SmapsField.Shared_Clean] = Kilobytes(sharedClean),
            [SmapsField.Shared_Dirty] = Kilobytes(sharedDirty),
            [SmapsField.Private_Clean] = Kilobytes(privateClean),
            [SmapsField.Private_Dirty] = Kilobytes(privateDirty),
            [SmapsField.Anonymous] = Kilobytes(anonymous),
            [SmapsField.LazyFree] = Kilobytes(lazyFree),
            [SmapsField.AnonHugePages] = Kilobytes(anonHuge),
            [SmapsField.ShmemPmdMapped] = Kilobytes(shmemHuge),
            [SmapsField.FilePmdMapped] = 0,
            [SmapsField.Shared_Hugetlb] = Kilobytes(sharedHugetlb),
            [SmapsField.Private_Hugetlb] = Kilobytes(privateHugetlb),
            [SmapsField.Swap] = Kilobytes(swap),
            [SmapsField.SwapPss] = Kilobytes(swapPss >> PssShift),
            [SmapsField.Locked] = vma.IsLocked ? Kilobytes(pss >> PssShift) : 0,
            [SmapsField.THPeligible] = !vma.IsHugetlb && (vma.IsAnonymous ? Thp.IsEligible(sizes, vma) : ShmemOrders.IsEligible(profile, vma)) ? 1 : 0,
        };
        if (profile.SmapsHasKsm)
            counters[SmapsField.KSM] = Kilobytes(ksm);
        return new VmaSnapshot(
            (ulong)vma.Start << profile.Geometry.PageShift,
            (ulong)vma.End << profile.Geometry.PageShift,
            VmaText.Permissions(vma.Flags),
            counters,
            VmaText.Flags(profile, vma.Flags));
    }

    private static long Kilobytes(ulong bytes) => (long)(bytes >> 10);
}
