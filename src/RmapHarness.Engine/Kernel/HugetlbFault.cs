using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Faults on hugetlb memory, and stores to it (mm/hugetlb.c, hugetlb_fault, hugetlb_no_page and hugetlb_wp).</summary>
internal static class HugetlbFault
{
    /// <summary>Accesses a page; returns how many from it on are there now, below the limit: 0 if the access ends with SIGBUS.</summary>
    public static long Access(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        var start = page & -vma.HugePages;
        mm.PageTable.AddUpperTable(start);
        if (LevelOf(machine, vma) == MappingLevel.Pte)
            mm.PageTable.AddTables(start / machine.PmdPages, (start / machine.PmdPages) + 1);
        var isThere = mm.PageTable.TryFind(start, out var entry)
            ? !write || TryStore(machine, mm, vma, entry with { Pages = vma.HugePages })
            : TryMap(machine, mm, vma, start, write);
        return isThere ? Math.Min(start + vma.HugePages, limit) - page : 0;
    }

    // A private mapping gets a page of its own at once, also for a load; there is no zero page.
    private static bool TryMap(Machine machine, AddressSpace mm, Vma vma, long start, bool write)
    {
        if (vma.HasLostPages || !TryGet(machine, mm, vma, start, out var folio))
            return false;
        ReverseMap.Map(folio, 0, vma.HugePages, vma.HugePages, mm.Id);
        var flags = folio.Kind == FolioKind.HugetlbAnon ? EntryFlags.AnonExclusive
            : vma.IsShared && (vma.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable | EntryFlags.Dirty
            : EntryFlags.None;
        var entry = new Extent(start, vma.HugePages, folio.FirstFrame, LevelOf(machine, vma), flags);
        mm.PageTable.Set(entry);
        return !write || vma.IsShared || TryStore(machine, mm, vma, entry);
    }

    private static bool TryGet(Machine machine, AddressSpace mm, Vma vma, long start, out FolioRun folio)
    {
        var (file, offset) = (vma.File!, vma.OffsetOf(start));
        folio = null!;
        if (file.Cache.TryFind(offset, out var cached))
        {
            folio = machine.Memory.Isolate(cached.Frame, vma.HugePages).First().Run;
            return true;
        }

        var index = HugetlbReservations.IndexOf(vma, start);
        if (index >= HugetlbFiles.PagesOf(machine, file))
            return false;
        if (vma.IsShared)
            return HugetlbFiles.TryAdd(machine, file, index, out folio);
        if (machine.Profile.HugetlbFaultsPrepareFirst)
            VmaMerge.PrepareAnon(machine, mm, vma);
        if (!HugetlbReservations.TryAllocate(machine, file, vma, index, copiesForOwner: false, out folio))
            return false;
        VmaMerge.PrepareAnon(machine, mm, vma);
        return true;
    }

    private static bool TryStore(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        const EntryFlags Stored = EntryFlags.Writable | EntryFlags.Dirty;
        var folio = machine.Memory.Isolate(entry.Frame, entry.Pages).First().Run;
        if (vma.IsShared || (entry.Flags & EntryFlags.Writable) != 0)
            mm.PageTable.Set(entry with { Flags = entry.Flags | Stored });
        else if (folio.Kind == FolioKind.HugetlbAnon && folio.Counters.Mapcount == 1)
            mm.PageTable.Set(entry with { Flags = entry.Flags | Stored | EntryFlags.AnonExclusive });
        else
            return TryCopy(machine, mm, vma, entry, folio);
        return true;
    }

    // Who was promised pages gets this one, if need be from those who were not, and who lose all that they map there.
    private static bool TryCopy(Machine machine, AddressSpace mm, Vma vma, in Extent entry, FolioRun old)
    {
        var copiesForOwner = vma.UsedReservations is not null && old.Kind == FolioKind.HugetlbAnon;
        var index = HugetlbReservations.IndexOf(vma, entry.Page);
        if (!HugetlbReservations.TryAllocate(machine, vma.File!, vma, index, copiesForOwner, out var copy))
        {
            if (!copiesForOwner)
                return false;
            TakeFromOthers(machine, vma, entry, old);
            return TryStore(machine, mm, vma, entry);
        }

        VmaMerge.PrepareAnon(machine, mm, vma);
        machine.Memory.Contents.Copy(old.FirstFrame, copy.FirstFrame, entry.Pages);
        ReverseMap.Unmap(old, 0, entry.Pages, entry.Pages, mm.Id);
        ReverseMap.Map(copy, 0, entry.Pages, entry.Pages, mm.Id);
        mm.PageTable.Set(entry with { Frame = copy.FirstFrame, Flags = EntryFlags.Writable | EntryFlags.Dirty | EntryFlags.AnonExclusive });
        return true;
    }

    private static void TakeFromOthers(Machine machine, Vma owner, in Extent entry, FolioRun folio)
    {
        var offset = owner.OffsetOf(entry.Page);
        foreach (var other in machine.Processes)
        {
            foreach (var vma in other.Vmas.Where(vma => vma.File == owner.File && !vma.IsShared && vma.UsedReservations is null && vma != owner))
            {
                var page = vma.Start + (offset - vma.Offset);
                if (page < vma.Start || page >= vma.End || !other.PageTable.TryFind(page, out var found) || found.Frame != folio.FirstFrame)
                    continue;
                vma.HasLostPages = true;
                HugetlbZap.Range(machine, other, vma, page, page + vma.HugePages);
                machine.Hugetlb.FreeUnmapped(machine.Memory);
            }
        }
    }

    private static MappingLevel LevelOf(Machine machine, Vma vma)
    {
        var order = vma.File!.HugeOrder;
        return order >= machine.Profile.Geometry.PudOrder ? MappingLevel.Pud : order >= machine.Profile.Geometry.PmdOrder ? MappingLevel.Pmd : MappingLevel.Pte;
    }
}
