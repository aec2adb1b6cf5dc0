namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>All reasons for empty cells; the first one that explains a cell is the one that is shown.</summary>
internal static class CoverageGaps
{
    public static IReadOnlyList<CoverageGap> All { get; } =
    [
        new("the step takes an address where nothing is mapped", (step, at) =>
            (step == "mmap-hugetlb" || step.StartsWith("mmap ", StringComparison.Ordinal) || step.StartsWith("mmap-file ", StringComparison.Ordinal)) && at.Kind != FolioSituation.NoVma),
        new("a new file is mapped nowhere", (step, at) => (step == "create-hugetlb" || step.StartsWith("create ", StringComparison.Ordinal)) && at.Kind != FolioSituation.NoVma),
        new("only private anonymous memory has that, and the call is about a file", (step, at) => IsOnFile(step)
            && at.Kind is not (FolioSituation.NoVma or FolioSituation.Nothing or FolioSituation.Guard or FolioSituation.Swapped or FolioSituation.Small or FolioSituation.Shmem or FolioSituation.Hugetlb)),
        new("the call is about all of the file", (step, at) => IsOnFile(step) && at.IsCut),
        new("pinning and migrating hugetlb memory are not modelled", (step, at) => step is "pin" or "vmsplice" or "move-pages" && at.Kind == FolioSituation.Hugetlb),
        new("mremap of hugetlb memory is not modelled", (step, at) => step == "mremap" && at.Kind == FolioSituation.Hugetlb),
        new("userfaultfd is modelled for private anonymous memory only", (step, at) =>
            step.StartsWith("uffd-", StringComparison.Ordinal) && at.Kind is FolioSituation.Shmem or FolioSituation.Hugetlb),
        new("the call looks at VMAs and never at pages", (step, _) => step.StartsWith("msync ", StringComparison.Ordinal)),
        new("the step gives back what a process holds, wherever that is mapped by now", (step, _) => step is "unpin" or "drain"),
        new("once it is permitted, process_madvise does what madvise does (do_madvise), which is done there", (step, _) => step.StartsWith("process-madvise ", StringComparison.Ordinal)),
        new("the address space goes as by exit (exit_mmap), which is done there", (step, _) => step is "kill" or "execve"),
        new("fork and exit in one, which are done there", (step, _) => step == "fork-exit"),
        new("a thread more changes nothing of the memory", (step, _) => step == "thread"),
        new("the step is about what a process has, not about addresses", (step, at) => IsWholeSpace(step) && at.Kind == FolioSituation.NoVma),
        new("the step takes the VMAs one after the other, and a PMD entry does not lie across the border of two", (step, at) =>
            IsWholeSpace(step) && at.IsCut && at.Kind is FolioSituation.HugeZero or FolioSituation.ThpPmd or FolioSituation.ThpPmdElsewherePtes or FolioSituation.Hugetlb),
    ];

    private static bool IsOnFile(string step) => step.Split(' ')[0] is "truncate" or "fallocate" or "write" or "close";

    private static bool IsWholeSpace(string step) => step is "fork" or "exit" or "munlockall" || step.StartsWith("mlockall ", StringComparison.Ordinal);
}
