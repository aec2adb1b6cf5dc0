using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests;

/// <summary>Builds programs by hand; pages count from the start of the arena.</summary>
internal sealed class Script(KernelProfile profile)
{
    private readonly List<Operation> operations = [];
    private int processes = 1;

    public long Pmd => profile.Geometry.PmdPages;

    public Script Map(long page, long pages, Protection protection = Protection.Read | Protection.Write, bool shared = false, int by = 0) =>
        Add(new MmapOperation(by, At(page), Size(pages), protection, MapFlags.Anonymous | MapFlags.Fixed | (shared ? MapFlags.Shared : MapFlags.Private)));

    public Script Create(ulong bytes, int file = 0, FileKind kind = FileKind.Memfd, int by = 0) => Add(new CreateOperation(by, file, kind, bytes));

    public Script CreatePages(long pages, int file = 0) => Create(Size(pages), file);

    public Script MapFile(
        long page, long pages, bool shared, long offset = 0, int file = 0, Protection protection = Protection.Read | Protection.Write, int by = 0) =>
        Add(new MmapFileOperation(
            by, At(page), Size(pages), protection, MapFlags.Fixed | (shared ? MapFlags.Shared : MapFlags.Private), file, Size(offset)));

    public Script Pool(long pages, long overcommit = 0) => Add(new HugetlbOperation(0, profile.Geometry.PmdSize, (ulong)pages, (ulong)overcommit));

    public Script MapHugetlb(long page, long pages, bool shared = false, bool reserve = true, int by = 0) => Add(new MmapOperation(
        by, At(page), Size(pages), Protection.Read | Protection.Write,
        MapFlags.Anonymous | MapFlags.FixedNoReplace | (shared ? MapFlags.Shared : MapFlags.Private) | (reserve ? MapFlags.None : MapFlags.NoReserve)
            | MapFlagBits.Huge(profile.Geometry.PmdSize)));

    public Script CreateHugetlb(long pages) => Add(new CreateOperation(0, 0, FileKind.Hugetlb, Size(pages)) { HugetlbPage = profile.Geometry.PmdSize });

    public Script Truncate(long pages, int file = 0, int by = 0) => Add(new FtruncateOperation(by, file, Size(pages)));

    public Script Allocate(long from, long pages, FallocateMode mode = FallocateMode.None, int by = 0) =>
        Add(new FallocateOperation(by, 0, mode, Size(from), Size(pages)));

    public Script PunchHole(long from, long pages, int by = 0) => Allocate(from, pages, FallocateMode.PunchHole | FallocateMode.KeepSize, by);

    public Script WriteFile(long from, long pages, int by = 0) => Add(new PwriteOperation(by, 0, Size(from), Size(pages)));

    public Script Close(int by = 0, int file = 0) => Add(new CloseOperation(by, file));

    public Script Huge(long page, long pages) => Map(page, pages).Advise(page, pages, Advice.HugePage);

    public Script Advise(long page, long pages, Advice advice, int by = 0) => Add(new MadviseOperation(by, At(page), Size(pages), advice));

    public Script Drop(long page, long pages, int by = 0) => Advise(page, pages, Advice.DontNeed, by);

    public Script Write(long page, long pages, int by = 0, long every = 1) => Add(new TouchOperation(by, At(page), Size(pages), Size(every), true));

    public Script Read(long page, long pages, int by = 0) => Add(new TouchOperation(by, At(page), Size(pages), Size(1), false));

    public Script Protect(long page, long pages, Protection protection, int by = 0) => Add(new MprotectOperation(by, At(page), Size(pages), protection));

    public Script Unmap(long page, long pages, int by = 0) => Add(new MunmapOperation(by, At(page), Size(pages)));

    public Script Move(long page, long pages, long to, bool leaves = false, int by = 0) => Add(new MremapOperation(
        by, At(page), Size(pages), Size(pages), MremapFlags.MayMove | MremapFlags.Fixed | (leaves ? MremapFlags.DontUnmap : MremapFlags.None), At(to)));

    public Script Resize(long page, long pages, long newPages, int by = 0) =>
        Add(new MremapOperation(by, At(page), Size(pages), Size(newPages), MremapFlags.None, 0));

    public Script Lock(long page, long pages, bool onFault = false, int by = 0) => Add(new MlockOperation(by, At(page), Size(pages), onFault));

    public Script Unlock(long page, long pages, int by = 0) => Add(new MunlockOperation(by, At(page), Size(pages)));

    public Script UffdRegister(long page, long pages, bool isAsync = false, int by = 0) =>
        Add(new UffdRegisterOperation(by, At(page), Size(pages), isAsync));

    public Script UffdUnregister(long page, long pages, int by = 0) => Add(new UffdUnregisterOperation(by, At(page), Size(pages)));

    public Script UffdProtect(long page, long pages, bool on = true, int by = 0) => Add(new UffdProtectOperation(by, At(page), Size(pages), on));

    public Script Pin(long page, long pages, int by = 0) => Add(new PinOperation(by, At(page), Size(pages)));

    public Script Unpin(int by = 0) => Add(new UnpinOperation(by));

    public Script Splice(long page, long pages, int by = 0) => Add(new VmspliceOperation(by, At(page), Size(pages)));

    public Script Drain(int by = 0) => Add(new DrainOperation(by));

    public Script MovePages(long page, long pages, int node = 1, int by = 0) => Add(new MovePagesOperation(by, At(page), Size(pages), node));

    public Script Merge() => Add(new KsmScanOperation(0));

    public Script WriteEqual(long page, long pages, int by = 0) =>
        Add(new TouchOperation(by, At(page), Size(pages), Size(1), true, Equal: true));

    public Script Fork(int by = 0) => Add(new ForkOperation(by, processes++));

    public Script Thread(int by = 0) => Add(new ThreadOperation(by, processes++));

    public Script AdviseProcess(long page, long pages, int target, Advice advice, int by = 0) =>
        Add(new ProcessMadviseOperation(by, target, At(page), Size(pages), advice));

    public Script MapFolio(long page, long pages, int order, MappingLevel level, long first = 0, int folio = 0, int by = 0) =>
        Add(new MapFolioOperation(by, At(page), Size(pages), folio, order, first, level));

    public Script UnmapFolio(long page, long pages, int by = 0) => Add(new UnmapFolioOperation(by, At(page), Size(pages)));

    public Script Together(int rounds, params Operation[] block)
    {
        Add(new TogetherOperation(block.Length, rounds));
        foreach (var operation in block)
            Add(operation);
        return this;
    }

    public Program Program()
    {
        Add(new ObserveOperation(0));
        return new Program(operations, [.. Enumerable.Range(0, processes).Select(i => $"p{i}")]);
    }

    public Script Exit(int by) => Add(new ExitOperation(by));

    public Script Add(Operation operation)
    {
        operations.Add(operation);
        return this;
    }

    public Trace Run() => Simulation.Run(profile, Program());

    public IReadOnlyList<StepView> Steps() =>
        [.. Simulation.Steps(profile, new Program(operations, [.. Enumerable.Range(0, processes).Select(i => $"p{i}")]))];

    public Observation Look() => Run().Observations[^1];

    private ulong Size(long pages) => (ulong)pages << profile.Geometry.PageShift;

    private ulong At(long page) => Arena.Start + Size(page);
}
