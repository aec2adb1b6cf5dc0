using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>
/// Two owner slots and a sticky shared bit (CONFIG_MM_ID; include/linux/rmap.h since 6.15: folio_add_return_large_mapcount and
/// folio_sub_return_large_mapcount). Never takes a shared folio for exclusive; may go on calling a folio shared once a third mm has
/// mapped it.
/// </summary>
public sealed class MmIdOwners : OwnerTracker
{
    private const int Free = -1;
    private readonly int[] owner = [Free, Free];
    private readonly long[] entriesOf = new long[2];
    private bool shared;

    /// <summary>The shared bit.</summary>
    public bool Shared => shared;

    /// <summary>The mm in a slot, or -1.</summary>
    /// <param name="slot">0 or 1.</param>
    public int Owner(int slot) => owner[slot];

    /// <summary>The entries that a slot has counted for its owner.</summary>
    /// <param name="slot">0 or 1.</param>
    public long Entries(int slot) => entriesOf[slot];

    /// <inheritdoc/>
    public override OwnerTracker Clone()
    {
        var copy = new MmIdOwners { shared = shared };
        owner.CopyTo(copy.owner, 0);
        entriesOf.CopyTo(copy.entriesOf, 0);
        return copy;
    }

    /// <inheritdoc/>
    public override void Added(int mm, long entries, long mapcount)
    {
        var slot = SlotOf(mm);
        if (slot >= 0)
        {
            entriesOf[slot] += entries;
            return;
        }

        slot = SlotOf(Free);
        if (slot < 0)
            return;
        owner[slot] = mm;
        entriesOf[slot] = entries;
        if (slot == 1 || mapcount != entries)
            shared = true;
    }

    /// <inheritdoc/>
    public override void Removed(int mm, long entries, long mapcount)
    {
        var slot = SlotOf(mm);
        if (slot >= 0)
        {
            entriesOf[slot] -= entries;
            if (entriesOf[slot] > 0)
                return;

            // Fewer than were removed may have been counted here: the slot ends at zero, not below.
            entriesOf[slot] = 0;
            owner[slot] = Free;
        }

        if (entriesOf[0] == mapcount || entriesOf[1] == mapcount)
            shared = false;
    }

    /// <inheritdoc/>
    public override bool BatchIsNeutral(int mm, long entries)
    {
        var slot = SlotOf(mm);
        return entries == 1 || (slot >= 0 && entriesOf[slot] >= entries);
    }

    /// <inheritdoc/>
    public override bool MaybeMappedShared(FolioRun run, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Counters.Mapcount > 1 && shared;
    }

    /// <inheritdoc/>
    public override int StateClass(FolioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var untracked = run.Counters.Mapcount > entriesOf[0] + entriesOf[1];
        return (owner[0] == Free ? 0 : 1) | (owner[1] == Free ? 0 : 2) | (shared ? 4 : 0) | (untracked ? 8 : 0);
    }

    private int SlotOf(int mm) => owner[0] == mm ? 0 : owner[1] == mm ? 1 : -1;
}
