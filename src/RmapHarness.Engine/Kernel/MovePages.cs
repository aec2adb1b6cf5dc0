using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>move_pages: folios that nobody else maps go to another NUMA node (mm/migrate.c, do_pages_move).</summary>
internal static class MovePages
{
    /// <summary>Moves what from..to maps to a node. Returns 0, or EACCES if a page is on another one afterwards.</summary>
    public static int Range(Machine machine, AddressSpace mm, long from, long to, int node)
    {
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            if (!entry.NamesFrames || machine.Memory.Find(entry.Frame).Kind == FolioKind.HugeZero)
            {
                page = entry.End;
                continue;
            }

            var run = machine.Memory.Find(entry.Frame);
            if (run.Node != node && CanMove(machine, mm, run, run.PageIndex(entry.Frame)))
            {
                // A large folio goes as a whole, whatever part of it was named.
                var (folios, _, count) = machine.Memory.Isolate(entry.Frame, run.IsLarge ? 1 : Math.Min(entry.Pages, to - page)).First();
                Migration.To(machine, folios, node);
                page += count;
                continue;
            }

            page++;
        }

        return AreAllOn(machine, mm, from, to, node) ? Errno.None : Errno.Access;
    }

    private static bool CanMove(Machine machine, AddressSpace mm, FolioRun run, long index) =>
        machine.Profile.MovesByPage ? run.Counters.CountAt(index).Count == 1 : !run.Owners.MaybeMappedShared(run, mm.Id);

    private static bool AreAllOn(Machine machine, AddressSpace mm, long from, long to, int node) =>
        mm.PageTable.Copy(from, to).Where(extent => extent.NamesFrames)
            .All(extent => machine.Memory.Isolate(extent.Frame, extent.Pages).All(part => part.Run.Kind == FolioKind.HugeZero || part.Run.Node == node));
}
