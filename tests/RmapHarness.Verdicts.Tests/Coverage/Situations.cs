using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>The situations that an operation meets in the model, just before it is applied.</summary>
internal static class Situations
{
    /// <summary>All of them, each once. Of a call on a file: what the process maps of it.</summary>
    public static IReadOnlySet<FolioSituation> Of(Machine machine, Operation operation)
    {
        var mm = machine.Process(operation is ProcessMadviseOperation of ? of.Target : operation.Process);
        var found = new HashSet<FolioSituation>();
        if (operation is FileOperation call and not (MmapFileOperation or PreadOperation))
        {
            mm.Descriptors.TryGetValue(call.File, out var file);
            foreach (var vma in mm.Vmas.Where(vma => !vma.IsAnonymous && vma.File == file))
                Add(machine, mm, vma.Start, vma.End, found);
            if (found.Count == 0)
                found.Add(new FolioSituation(FolioSituation.NoVma, false, false));
            return found;
        }

        if (RangeOf(operation, machine.Profile.Geometry) is not { } range)
        {
            foreach (var vma in mm.Vmas)
                Add(machine, mm, vma.Start, vma.End, found);
            return found;
        }

        var at = range.From;
        foreach (var vma in mm.Overlapping(range.From, range.To))
        {
            if (vma.Start > at)
                found.Add(new FolioSituation(FolioSituation.NoVma, false, false));
            Add(machine, mm, Math.Max(vma.Start, range.From), Math.Min(vma.End, range.To), found);
            at = vma.End;
        }

        if (at < range.To)
            found.Add(new FolioSituation(FolioSituation.NoVma, false, false));
        return found;
    }

    // Null: the whole address space.
    private static (long From, long To)? RangeOf(Operation operation, Geometry geometry)
    {
        (ulong Address, ulong Length)? bytes = operation switch
        {
            MmapOperation o => (o.Address, o.Length),
            MmapFileOperation o => (o.Address, o.Length),
            PreadOperation o => (o.Address, o.Length),
            MunmapOperation o => (o.Address, o.Length),
            MremapOperation o => (o.Address, o.OldLength),
            MprotectOperation o => (o.Address, o.Length),
            MadviseOperation o => (o.Address, o.Length),
            ProcessMadviseOperation o => (o.Address, o.Length),
            MlockOperation o => (o.Address, o.Length),
            MunlockOperation o => (o.Address, o.Length),
            TouchOperation o => (o.Address, o.Length),
            SplitOperation o => (o.Address, o.Length),
            MovePagesOperation o => (o.Address, o.Length),
            PinOperation o => (o.Address, o.Length),
            VmspliceOperation o => (o.Address, o.Length),
            UffdRegisterOperation o => (o.Address, o.Length),
            UffdProtectOperation o => (o.Address, o.Length),
            UffdUnregisterOperation o => (o.Address, o.Length),
            _ => null,
        };
        return bytes is not { } range
            ? null
            : ((long)(range.Address >> geometry.PageShift), (long)((range.Address + range.Length + geometry.PageSize - 1) >> geometry.PageShift));
    }

    private static void Add(Machine machine, AddressSpace mm, long from, long to, HashSet<FolioSituation> found)
    {
        var at = from;
        foreach (var extent in mm.PageTable.Copy(from, to))
        {
            if (extent.Page > at)
                found.Add(new FolioSituation(FolioSituation.Nothing, false, false));
            at = extent.End;
            Add(machine, mm, extent, from, to, found);
        }

        if (at < to)
            found.Add(new FolioSituation(FolioSituation.Nothing, false, false));
    }

    private static void Add(Machine machine, AddressSpace mm, Extent extent, long from, long to, HashSet<FolioSituation> found)
    {
        if (!extent.NamesFrames)
        {
            found.Add(new FolioSituation(KindOf(extent), false, false));
            return;
        }

        while (extent.Pages > 0)
        {
            var run = machine.Memory.Find(extent.Frame);
            var head = extent.Frame - run.PageIndex(extent.Frame);
            var first = extent.Page - run.PageIndex(extent.Frame);
            var isCut = run.IsLarge && (first < from || first + run.FolioPages > to);
            found.Add(Classify(machine, mm, run, extent, head) with { IsCut = isCut });
            extent = extent.Slice(Math.Min(extent.End, first + run.FolioPages), extent.End);
        }
    }

    private static string KindOf(in Extent extent) =>
        extent.IsSwapped ? FolioSituation.Swapped
        : (extent.Flags & EntryFlags.Guard) != 0 ? FolioSituation.Guard
        : extent.IsUffdMarker ? FolioSituation.Nothing
        : FolioSituation.Zero;

    private static FolioSituation Classify(Machine machine, AddressSpace mm, FolioRun run, in Extent extent, long head)
    {
        if (run.Kind == FolioKind.HugeZero)
            return new FolioSituation(FolioSituation.HugeZero, false, false);
        var others = machine.Processes.Where(other => other != mm).SelectMany(other => EntriesOf(other, head, run.FolioPages)).ToList();
        var shared = others.Count > 0;
        if (run.Kind == FolioKind.Shmem)
            return new FolioSituation(FolioSituation.Shmem, shared, false);
        if (run.IsHugetlb)
            return new FolioSituation(FolioSituation.Hugetlb, shared, false);
        if (!run.IsLarge)
            return new FolioSituation(FolioSituation.Small, shared, false);
        var isPart = EntriesOf(mm, head, run.FolioPages).Sum(entry => entry.Pages) < run.FolioPages;
        if (run.Order < machine.Profile.Geometry.PmdOrder)
            return new FolioSituation(isPart ? FolioSituation.MthpPart : FolioSituation.Mthp, shared, false);
        if (isPart)
            return new FolioSituation(FolioSituation.ThpPart, shared, false);
        var mixed = others.Exists(Differs(extent.Level));
        var kind = extent.Level == MappingLevel.Pmd
            ? mixed ? FolioSituation.ThpPmdElsewherePtes : FolioSituation.ThpPmd
            : mixed ? FolioSituation.ThpPtesElsewherePmd : FolioSituation.ThpPtes;
        return new FolioSituation(kind, shared, false);
    }

    private static Predicate<Extent> Differs(MappingLevel level) => entry => entry.Level != level;

    private static IEnumerable<Extent> EntriesOf(AddressSpace mm, long head, long pages) =>
        from extent in mm.PageTable.Extents
        where extent.NamesFrames
        let first = Math.Max(extent.Frame, head)
        let end = Math.Min(extent.Frame + extent.Pages, head + pages)
        where first < end
        select extent with { Page = extent.Page + (first - extent.Frame), Pages = end - first, Frame = first };
}
