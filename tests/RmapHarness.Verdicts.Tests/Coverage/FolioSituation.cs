namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>What a step finds at an address: the folio there and who maps it.</summary>
/// <param name="Kind">One of <see cref="Alone"/> or <see cref="Shared"/>.</param>
/// <param name="IsShared">Other processes map the folio too.</param>
/// <param name="IsCut">The folio is large, and the step is about a part of it.</param>
internal readonly record struct FolioSituation(string Kind, bool IsShared, bool IsCut)
{
    public const string NoVma = "no VMA";
    public const string Nothing = "nothing";
    public const string Guard = "guard";
    public const string Swapped = "in swap";
    public const string Zero = "zero page";
    public const string HugeZero = "huge zero";
    public const string Small = "small";
    public const string Mthp = "mTHP";
    public const string MthpPart = "part of mTHP";
    public const string ThpPmd = "THP, PMD";
    public const string ThpPtes = "THP, PTEs";
    public const string ThpPart = "part of THP";
    public const string ThpPmdElsewherePtes = "THP, PMD, elsewhere PTEs";
    public const string ThpPtesElsewherePmd = "THP, PTEs, elsewhere PMD";
    public const string Shmem = "shmem";
    public const string Hugetlb = "hugetlb";

    /// <summary>The kinds that one process has for itself.</summary>
    public static IReadOnlyList<string> Alone { get; } =
        [NoVma, Nothing, Guard, Swapped, Zero, HugeZero, Small, Mthp, MthpPart, ThpPmd, ThpPtes, ThpPart, Shmem, Hugetlb];

    /// <summary>The kinds that several processes map.</summary>
    public static IReadOnlyList<string> Shared { get; } =
        [Small, Mthp, MthpPart, ThpPmd, ThpPtes, ThpPart, ThpPmdElsewherePtes, ThpPtesElsewherePmd, Shmem, Hugetlb];

    /// <summary>The kinds of which a step may be about a part.</summary>
    public static IReadOnlyList<string> Large(bool shared) =>
        [.. (shared ? Shared : Alone).Where(kind => kind is HugeZero or Mthp or MthpPart or Hugetlb || kind.Contains("THP", StringComparison.Ordinal))];
}
