using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>/proc/PID/status of one process of the model: the mm's counters, which follow the page table and not the folios.</summary>
internal sealed class StatusView(Geometry geometry)
{
    private const string Locked = "lo";
    private long anon;
    private long shmem;
    private long size;
    private long locked;
    private long hugetlb;
    private long swap;

    /// <summary>Counts present pages.</summary>
    public void Add(in FolioSegment segment)
    {
        if (segment.Run.Kind == FolioKind.Anon)
            anon += segment.Pages;
        else if (segment.Run.Kind == FolioKind.Shmem)
            shmem += segment.Pages;
    }

    /// <summary>Counts swapped pages.</summary>
    public void AddSwapped(long pages) => swap += pages;

    /// <summary>Counts a VMA.</summary>
    public void Add(VmaSnapshot vma)
    {
        var kilobytes = vma.Counters[SmapsField.Size];
        size += kilobytes;
        locked += vma.Flags.Contains(Locked) ? kilobytes : 0;
        hugetlb += vma.Counters[SmapsField.Shared_Hugetlb] + vma.Counters[SmapsField.Private_Hugetlb];
    }

    /// <summary>The values.</summary>
    public FieldValues<StatusField> Finish()
    {
        var page = (long)(geometry.PageSize >> 10);
        return new FieldValues<StatusField>
        {
            [StatusField.VmSize] = size,
            [StatusField.VmLck] = locked,
            [StatusField.RssAnon] = anon * page,
            [StatusField.RssFile] = 0,
            [StatusField.RssShmem] = shmem * page,
            [StatusField.VmSwap] = swap * page,
            [StatusField.HugetlbPages] = hugetlb,
        };
    }
}
