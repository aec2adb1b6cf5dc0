namespace RmapHarness.Verdicts.Diff;

/// <summary>What came out of comparing an expected with an observed trace.</summary>
/// <param name="Compared">Number of values that were compared. One value is: the outcome of a step; the life of a process; the
/// existence, the end and the permissions of a VMA; each smaps field and each VmFlags code of it that either side has; each field of its numa_maps entry that either side has; and for each
/// page each pagemap bit and, where the kernel has it, each PAGEMAP_SCAN category, its frame's identity, its frame's kpagecount, each kpageflags bit, its contents, the sum of the conservation check, and for
/// a page of a large folio its place beside the one before. Each field of status, of smaps_rollup and of memory.stat, each counter of THPs, a head's alignment and a claim (once for each side and page) are one each.</param>
/// <param name="Differences">The mismatches in the order of the steps; empty if all values agree.</param>
public sealed record Comparison(long Compared, IReadOnlyList<Difference> Differences)
{
    /// <summary>Both results together.</summary>
    public static Comparison operator +(Comparison left, Comparison right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Add(left, right);
    }

    /// <summary>Both results together.</summary>
    public static Comparison Add(Comparison left, Comparison right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Comparison(left.Compared + right.Compared, [.. left.Differences, .. right.Differences]);
    }
}
