using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Puts one observation together. Every method throws <see cref="FormatException"/> if the parts do not fit.</summary>
internal sealed class ObservationBuilder(int step, ulong pageSize)
{
    /// <summary>What is taken off the status of the whole process.</summary>
    private static readonly SmapsField[] Taken = [SmapsField.Size, SmapsField.Rss, SmapsField.Anonymous, SmapsField.Swap];

    private readonly List<ProcSnapshot> processes = [];
    private readonly Dictionary<int, FieldValues<HugetlbStat>> hugetlb = [];
    private List<PageRun> pages = [];
    private List<VmaSnapshot>? vmas;
    private (FieldValues<SmapsField> Sums, int Shares, long Shmem, long Locked)? outside;
    private FieldValues<RollupField>? rollup;
    private FieldValues<StatusField>? status;
    private FieldValues<MemcgField>? memcg;
    private long unmappedOutside;
    private ThpCounters? thp;

    private int process = -1;

    /// <summary>The next process; ascending.</summary>
    public void BeginProcess(int next)
    {
        FinishProcess();
        if (next <= process)
            throw new FormatException($"process {next} after process {process}");
        process = next;
    }

    /// <summary>The process's VMAs; once.</summary>
    public void AddVmas(List<VmaSnapshot> found)
    {
        if (process < 0 || vmas is not null)
            throw new FormatException("smaps without a process");
        vmas = found;
    }

    /// <summary>What the process has outside the arena; once.</summary>
    public void AddOutside(FieldValues<SmapsField> sums, int shares, long shmem, long locked)
    {
        if (vmas is null || outside is not null)
            throw new FormatException("outside twice, or before smaps");
        foreach (var field in Taken)
        {
            if (!sums.Has(field))
                throw new FormatException($"outside has no {field}");
        }

        outside = (sums, shares, shmem, locked);
    }

    /// <summary>The numa_maps entries of the same VMAs, in the same order; once, or never if the kernel has none.</summary>
    public void AddNumaMaps(List<(ulong Start, FieldValues<NumaField> Fields)> entries)
    {
        if (vmas is null || vmas.Count != entries.Count || vmas.Exists(vma => vma.Numa is not null))
            throw new FormatException("numa_maps twice, or of other VMAs than smaps");
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Start != vmas[i].Start)
                throw new FormatException($"numa_maps has no VMA at {vmas[i].Start:x}");
            vmas[i] = vmas[i] with { Numa = entries[i].Fields };
        }
    }

    /// <summary>smaps_rollup; once.</summary>
    public void AddRollup(FieldValues<RollupField> fields) =>
        rollup = vmas is null || rollup is not null ? throw new FormatException("rollup twice, or before smaps") : fields;

    /// <summary>status of the whole process; once.</summary>
    public void AddStatus(FieldValues<StatusField> fields) =>
        status = vmas is null || status is not null ? throw new FormatException("status twice, or before smaps") : fields;

    /// <summary>The process's next pages.</summary>
    public void AddPage(PageRun run)
    {
        if (vmas is null)
            throw new FormatException("pages before smaps");
        pages.Add(run);
    }

    /// <summary>The events of THPs, after the last process; once.</summary>
    public void AddThp(FieldValues<ThpEvent> events) =>
        thp = thp is not null || process < 0 ? throw new FormatException("thp twice, or without a process") : new ThpCounters(events, new Dictionary<int, FieldValues<ThpStat>>());

    /// <summary>The counters of a size of THP, after the events; once.</summary>
    public void AddThpSize(int kilobytes, FieldValues<ThpStat> stats)
    {
        if (thp is null || thp.Sizes.ContainsKey(kilobytes))
            throw new FormatException($"thp_size {kilobytes} twice, or before thp");
        thp = thp with { Sizes = new Dictionary<int, FieldValues<ThpStat>>(thp.Sizes) { [kilobytes] = stats } };
    }

    /// <summary>The counters of a pool of huge pages, after the last process; once for each size.</summary>
    public void AddHugetlb(int kilobytes, FieldValues<HugetlbStat> stats)
    {
        if (process < 0 || !hugetlb.TryAdd(kilobytes, stats))
            throw new FormatException($"hugetlb {kilobytes} twice, or without a process");
    }

    /// <summary>memory.stat, after the last process; once.</summary>
    /// <param name="fields">What it says.</param>
    /// <param name="outside">Bytes of anonymous memory that processes map outside the arena.</param>
    /// <param name="unmapped">Bytes of the same folios that they do not map.</param>
    public void AddMemcg(FieldValues<MemcgField> fields, long outside, long unmapped)
    {
        if (memcg is not null || process < 0)
            throw new FormatException("memcg twice, or without a process");
        if (fields.Has(MemcgField.anon))
            fields[MemcgField.anon] -= outside;
        memcg = fields;
        unmappedOutside = unmapped;
    }

    /// <summary>The whole.</summary>
    public Observation Finish()
    {
        FinishProcess();
        return new Observation(step, processes) { Memcg = memcg, MemcgUnmapped = unmappedOutside, Thp = thp, Hugetlb = hugetlb };
    }

    private void FinishProcess()
    {
        if (process < 0)
            return;
        if (vmas is null)
            throw new FormatException($"process {process} without smaps");
        if (outside is not { } own || rollup is null || status is null)
            throw new FormatException($"process {process} without outside, rollup or status");
        PageCoverage.Check(vmas, pages, pageSize);
        processes.Add(new ProcSnapshot(process, vmas, pages)
        {
            Status = Inside(status, own.Sums, own.Shmem, own.Locked),
            Rollup = new ProcRollup(rollup, own.Sums, own.Shares),
        });
        pages = [];
        vmas = null;
        outside = null;
        rollup = null;
        status = null;
    }

    /// <summary>The part of the status that the arena has; the rest of the process has no hugetlb pages.</summary>
    private static FieldValues<StatusField> Inside(FieldValues<StatusField> whole, FieldValues<SmapsField> outside, long shmem, long locked)
    {
        var inside = new FieldValues<StatusField>();
        foreach (var field in FieldNames.All<StatusField>().Where(whole.Has))
        {
            inside[field] = whole[field] - field switch
            {
                StatusField.VmSize => outside[SmapsField.Size],
                StatusField.RssAnon => outside[SmapsField.Anonymous],
                StatusField.RssFile => outside[SmapsField.Rss] - outside[SmapsField.Anonymous] - shmem,
                StatusField.RssShmem => shmem,
                StatusField.VmLck => locked,
                StatusField.VmSwap => outside[SmapsField.Swap],
                _ => 0,
            };
        }

        return inside;
    }
}
