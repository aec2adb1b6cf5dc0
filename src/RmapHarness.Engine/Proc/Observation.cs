namespace RmapHarness.Engine.Proc;

/// <summary>What all live processes of a scenario look like at one <c>observe</c> step.</summary>
/// <param name="Step">Index of the observe operation in the program, from 0.</param>
/// <param name="Processes">The live processes by ascending index.</param>
public sealed record Observation(int Step, IReadOnlyList<ProcSnapshot> Processes)
{
    /// <summary>memory.stat of the scenario's cgroup; null where nobody looked, or no process lives.</summary>
    public FieldValues<MemcgField>? Memcg { get; init; }

    /// <summary>
    /// Bytes of large folios of which the agent's processes map a part for themselves, and nobody this part: a kernel that keeps no mapcounts of pages counts them
    /// in memory.stat as anon. 0 of a prediction.
    /// </summary>
    public long MemcgUnmapped { get; init; }

    /// <summary>The pools of huge pages that the program has set, by the size of a page in kB.</summary>
    public IReadOnlyDictionary<int, FieldValues<HugetlbStat>> Hugetlb { get; init; } = new Dictionary<int, FieldValues<HugetlbStat>>();

    /// <summary>
    /// A prediction's huge pages, by the same sizes, that whoever was promised them has unmapped and others still map; nothing in /proc tells.
    /// </summary>
    public IReadOnlyDictionary<int, long> HugetlbKept { get; init; } = new Dictionary<int, long>();

    /// <summary>The system's counters of THPs; null where nobody looked, or they say nothing of the program alone.</summary>
    public ThpCounters? Thp { get; init; }
}
