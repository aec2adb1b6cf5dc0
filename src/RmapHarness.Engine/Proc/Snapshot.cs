using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>Computes what /proc says of one process of the model.</summary>
internal static class Snapshot
{
    /// <summary>The snapshots of all that live.</summary>
    public static IReadOnlyList<ProcSnapshot> OfAll(Machine machine)
    {
        var snapshots = new List<ProcSnapshot>();
        var first = new Dictionary<AddressSpace, ProcSnapshot>();
        foreach (var (number, mm) in machine.Tasks)
        {
            if (first.TryGetValue(mm, out var shared))
                snapshots.Add(shared with { Process = number, SharesWith = shared.Process });
            else
                snapshots.Add(first[mm] = Of(machine, mm) with { Process = number });
        }

        return snapshots;
    }

    private static ProcSnapshot Of(Machine machine, AddressSpace mm)
    {
        var vmas = new List<VmaSnapshot>(mm.Vmas.Count);
        var pages = new List<PageRun>();
        var status = new StatusView(machine.Profile.Geometry);
        var pagemap = new PagemapView(machine.Profile, machine.Memory.Contents, pages);
        foreach (var vma in mm.Vmas)
        {
            var smaps = new SmapsView(machine.Profile, machine.ThpSizes, vma);
            var numa = new NumaView(machine.Profile, vma);
            pagemap.Enter(mm, vma);
            var at = vma.Start;
            for (var i = mm.PageTable.FirstEndingAfter(vma.Start); i < mm.PageTable.Extents.Count; i++)
            {
                if (mm.PageTable.Extents[i].Page >= vma.End)
                    break;
                var extent = mm.PageTable.Extents[i].Slice(vma.Start, vma.End);
                pagemap.AddNone(at, extent.Page);
                at = extent.End;
                if (extent.IsUffdMarker)
                {
                    pagemap.AddUffdMarker(extent);
                    continue;
                }

                if ((extent.Flags & EntryFlags.Guard) != 0)
                {
                    pagemap.AddGuard(extent);
                    continue;
                }

                if (extent.IsSwapped)
                {
                    pagemap.AddSwapped(extent);
                    status.AddSwapped(extent.Pages);
                    foreach (var slots in machine.Swap.Within(extent.Frame, extent.Pages))
                        smaps.AddSwapped(slots.Pages, slots.References);
                    continue;
                }

                foreach (var segment in FolioSegment.Of(machine, mm, extent))
                {
                    smaps.Add(extent, segment);
                    numa.Add(extent, segment);
                    status.Add(segment);
                    pagemap.Add(segment, extent.Level, extent.Flags);
                }
            }

            pagemap.AddNone(at, vma.End);
            vmas.Add(smaps.Finish() with
            {
                Numa = machine.Profile.HasNumaMaps ? numa.Finish() : null,
                Reprotected = [.. mm.Reprotected.Entries.Within(vma.Start, vma.End)],
                ReprotectedFolios = [.. mm.Reprotected.Folios.Within(vma.Start, vma.End)],
            });
            status.Add(vmas[^1]);
        }

        return new ProcSnapshot(mm.Id, vmas, pages) { Status = status.Finish() };
    }
}
