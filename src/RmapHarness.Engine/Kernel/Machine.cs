using RmapHarness.Engine.Coverage;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Kernel;

/// <summary>The state of the modelled machine: physical memory and the address spaces of the live processes.</summary>
public sealed class Machine
{
    private readonly SortedDictionary<int, AddressSpace> processes = [];
    private readonly SortedDictionary<int, AddressSpace> tasks = [];
    private readonly Dictionary<int, FolioRun> folios = [];
    private readonly TreeInsertions insertions = new();

    /// <summary>A machine with one process, number 0, that has no mapping.</summary>
    /// <param name="profile">The kernel to model.</param>
    /// <param name="coverage">Counts which rules meet which folios; null: nothing does.</param>
    public Machine(KernelProfile profile, RuleCoverage? coverage = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        Thps = new ThpAccounts(profile);
        ThpSizes = new ThpSizes(profile.Geometry);
        Memory = new PhysicalMemory(profile.Geometry, profile.Scheme, profile.Tracker, RmapIds) { Coverage = coverage };
        AddProcess(0);
    }

    /// <summary>The kernel that is modelled.</summary>
    public KernelProfile Profile { get; }

    /// <summary>All folios.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The swap area.</summary>
    public SwapArea Swap { get; } = new();

    /// <summary>How many pages the operation has copied because a batch of mlocked pages had a reference of them.</summary>
    internal long BatchedCopies { get; set; }

    /// <summary>What ksmd knows.</summary>
    internal Ksm Ksm { get; } = new();

    /// <summary>The pools of huge pages, and the files on hugetlbfs.</summary>
    public HugetlbPools Hugetlb { get; } = new();

    /// <summary>The sizes of THP that are enabled.</summary>
    public ThpSizes ThpSizes { get; }

    /// <summary>What the kernel counts of large folios.</summary>
    internal ThpAccounts Thps { get; }

    /// <summary>The rmap ID of each live process.</summary>
    public MmRmapIds RmapIds { get; } = new();

    /// <summary>Who has something in swap.</summary>
    internal SwapUsers SwapUsers { get; } = new();

    /// <summary>The address spaces of the live processes, each once, by ascending number.</summary>
    public IEnumerable<AddressSpace> Processes => processes.Values;

    /// <summary>The live processes and threads by ascending number; threads share the address space of the process that they belong to.</summary>
    public IEnumerable<(int Number, AddressSpace Mm)> Tasks => tasks.Select(task => (task.Key, task.Value));

    /// <summary>The files that somebody maps or has open.</summary>
    internal IEnumerable<FileObject> Files =>
        Processes.SelectMany(mm => mm.Vmas.Select(vma => vma.File).Concat(mm.Descriptors.Values)).OfType<FileObject>().Distinct();

    /// <summary>Those of them that are shmem.</summary>
    internal IEnumerable<FileObject> ShmemFiles => Files.Where(file => file.Kind != FileKind.Hugetlb);

    /// <summary>Base pages below one PMD entry.</summary>
    internal long PmdPages => Profile.Geometry.PmdPages;

    /// <summary>The address space of a live process or thread.</summary>
    /// <exception cref="InvalidOperationException">There is no such live process.</exception>
    public AddressSpace Process(int number) =>
        tasks.TryGetValue(number, out var mm) ? mm : throw new InvalidOperationException($"process {number} does not live");

    /// <summary>An address space by its own number, which it keeps when the process of that number has ended and threads go on.</summary>
    internal AddressSpace AddressSpaceOf(int id) => processes[id];

    /// <summary>A new process with an empty address space.</summary>
    internal AddressSpace AddProcess(int number)
    {
        RmapIds.Assign(number);
        var mm = new AddressSpace(number, Profile.Geometry, insertions);
        processes.Add(number, mm);
        tasks.Add(number, mm);
        return mm;
    }

    /// <summary>A thread more that uses an address space.</summary>
    internal void AddThread(int number, AddressSpace mm) => tasks.Add(number, mm);

    /// <summary>A thread less that uses an address space, which others still use.</summary>
    internal void RemoveThread(int number) => tasks.Remove(number);

    /// <summary>A folio by its number in the program; allocated if it is not there, or not there any more.</summary>
    internal FolioRun Folio(int number, int order)
    {
        if (!folios.TryGetValue(number, out var run) || !run.Counters.IsMapped)
            folios[number] = run = Memory.Allocate(FolioKind.Anon, order, 1);
        return run;
    }

    /// <summary>Forgets the last user of an address space, which is empty.</summary>
    internal void RemoveProcess(int number)
    {
        var mm = Process(number).Id;
        tasks.Remove(number);
        processes.Remove(mm);
        SwapUsers.Leave(mm);
        Ksm.Mms.Remove(mm);
        RmapIds.Release(mm);
    }

    /// <summary>Gives the only user of an address space, which is empty, a new one.</summary>
    internal void RenewProcess(int number)
    {
        var old = Process(number).Id;
        SwapUsers.Leave(old);
        Ksm.Mms.Remove(old);
        RmapIds.Replace(old, number);
        processes.Remove(old);
        tasks[number] = processes[number] = new AddressSpace(number, Profile.Geometry, insertions);
    }

    /// <summary>First page of the PMD range that holds a page.</summary>
    internal long PmdStart(long page) => page & ~(PmdPages - 1);
}
