namespace RmapHarness.Verdicts.Diff;

/// <summary>All observables, as docs/observations.md lists them.</summary>
public static class ObservableCatalogue
{
    private const string Pagemap = "Documentation/admin-guide/mm/pagemap.rst";
    private const string Proc = "Documentation/filesystems/proc.rst";
    private const string Values = "compared-values.md";

    /// <summary>One definition for each, in the order of the enumeration.</summary>
    public static IReadOnlyList<ObservableDefinition> All { get; } =
    [
        new(Observable.Step, "the system call, or the signal", "the manual page of the call", "errno", "the result of every operation: success, errno, or the signal that ended it", "an operation") { Mark = 'e' },
        new(Observable.Process, "the process tree", "fork(2), wait(2)", "alive or not", "which processes are alive; that each observation was made", "a process; an observation") { Mark = 'P' },
        new(Observable.Vma, "/proc/PID/smaps, its header lines", Proc, "address; letters", "existence, end and permissions of the VMAs; that each page is in a VMA on both sides", "each of the three; a page") { Mark = 'V' },
        new(Observable.Smaps, "/proc/PID/smaps", Proc, "kB", "every numeric field that one of the sides has; a field that the other side lacks is a mismatch", "a field of a VMA") { Mark = 's' },
        new(Observable.NumaMaps, "/proc/PID/numa_maps", Proc, "page; kB", "every field below that one of the sides has; a field that the other side lacks is a mismatch", "a field of a VMA") { Mark = 'n' },
        new(Observable.Vmflags, "/proc/PID/smaps, VmFlags", Proc, "code", "every code that one of the sides has", "a code of a VMA") { Mark = 'f' },
        new(Observable.Pagemap, "/proc/PID/pagemap", Pagemap, "bit", "the bits below, of every page", "a bit of a page") { Mark = 'p' },
        new(Observable.Scan, "PAGEMAP_SCAN, an ioctl of /proc/PID/pagemap", Pagemap, "bit", "the categories below, of every page", "a category of a page") { Mark = 'S' },
        new(Observable.Frame, "/proc/PID/pagemap, bits 0-54", Values, "PFN", "which frame each page names: model frames and PFNs correspond one to one, large folios are contiguous and aligned", "a page; once more for a tail page; the head of a folio") { Mark = 'F' },
        new(Observable.Kpagecount, "/proc/kpagecount", Pagemap, "entries", "the count of the frame that a page names", "a page") { Mark = 'c' },
        new(Observable.Kpageflags, "/proc/kpageflags", Pagemap, "bit", "the bits below, of the frame that a page names", "a bit of a page") { Mark = 'k' },
        new(Observable.Conservation, "/proc/PID/pagemap, /proc/kpagecount", Pagemap, "entries", "without any model, under page-mapcount: the entries of all processes that name a frame add up to its kpagecount (not for the zero page and the huge zero folio, which are not counted)", "a present entry"),
        new(Observable.Content, "the memory itself", Values, "two words of a page", "what stores left in each present page, as the process reads it, at each observation (`word`); and of every page, present or not, after the last step (`final`), or the signal that the load ends with", "a page; a process; the end") { Mark = 'w' },
        new(Observable.Status, "/proc/PID/status", Proc, "kB", "the fields below, without what the process has outside the scenario's addresses", "a field of a process") { Mark = 't' },
        new(Observable.Rollup, "/proc/PID/smaps_rollup", Proc, "kB", "without any model: every field is the sum over all entries of /proc/PID/smaps, and `Pss_Anon`, `Pss_File` and `Pss_Shmem` add up to `Pss`; of a field with fractions of a kB, up to what the entries cut off", "a field of a process; the three together"),
        new(Observable.Memcg, "memory.stat of the cgroup that all processes of the scenario are in", "Documentation/admin-guide/cgroup-v2.rst", "byte", "the fields below, summed up at this moment, without what the processes have outside the scenario's addresses", "a field of an observation") { Mark = 'm' },
        new(Observable.Thp, "/proc/vmstat; hugepages-*kB/stats of /sys/kernel/mm/transparent_hugepage", "Documentation/admin-guide/mm/transhuge.rst", "folio or event", "how much the counters below have grown since the program began; not while a size of THP is switched on for everybody (`always`)", "a counter, for each size") { Mark = 'T' },
        new(Observable.Hugetlb, "/sys/kernel/mm/hugepages/hugepages-*kB, which /proc/meminfo repeats as HugePages_*", "Documentation/admin-guide/mm/hugetlbpage.rst", "huge page", "the counters below, of the sizes whose pool the scenario has set: nobody else uses them", "a counter, for each size") { Mark = 'H' },
        new(Observable.Claim, "`expect:` of the scenario", "steps.md", "that of the value", "what the author of the scenario claims, against the model and against the kernel", "a page, or a VMA, on one side"),
    ];

    /// <summary>The definition of one.</summary>
    public static ObservableDefinition Of(Observable observable) => All.Single(definition => definition.Observable == observable);
}
