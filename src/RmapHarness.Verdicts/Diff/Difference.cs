namespace RmapHarness.Verdicts.Diff;

/// <summary>One mismatch, collapsed over all pages of a VMA that show the same one.</summary>
/// <param name="Step">Index of the operation in the program, from 0: the one that ended otherwise, or the observation.</param>
/// <param name="Process">The author's name of the process; empty if the mismatch belongs to none.</param>
/// <param name="Observable">What the value was read from.</param>
/// <param name="Where">Place in the process: <c>START-END</c> of a VMA, <c>START+PAGES</c> for pages of a VMA as in
/// <c>0x1000000000+0..255,300</c>, or empty.</param>
/// <param name="Field">Name of the value, in the kernel's words.</param>
/// <param name="Expected">What the model (or the author, or the sum of the entries) says.</param>
/// <param name="Observed">What the kernel says.</param>
/// <param name="Pages">Number of base pages that show this mismatch; 0 if it is not about pages.</param>
public sealed record Difference(
    int Step,
    string Process,
    Observable Observable,
    string Where,
    string Field,
    string Expected,
    string Observed,
    long Pages = 0)
{
    /// <summary>Id of the known issue that explains the mismatch, or null.</summary>
    public string? KnownIssue { get; init; }

    /// <summary>Whether it is about which frames the kernel took, so that the same scenario may show it at other pages, or by chance not at all.</summary>
    internal bool IsOfLayout => Observable == Observable.Frame && Field != "named";

    /// <summary>What the model knows of the pages; null if the mismatch is not about pages that both sides have.</summary>
    public PageContext? Context { get; init; }

    /// <summary>What is expected of the VMA; null if the mismatch is not about a field of smaps or numa_maps.</summary>
    public VmaContext? Vma { get; init; }

    /// <summary>For counters of a pool: huge pages that were unmapped where they were promised and are mapped elsewhere, as the model knows.</summary>
    public long HugetlbKept { get; init; }

    /// <summary>For a claim that the kernel does not meet: the mismatch in the claimed value itself. Findings explain that.</summary>
    public Difference? About { get; init; }
}
