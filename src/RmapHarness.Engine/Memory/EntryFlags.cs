namespace RmapHarness.Engine.Memory;

/// <summary>What a page table entry says, architecture details left out.</summary>
[Flags]
public enum EntryFlags
{
    /// <summary>Read-only, clean.</summary>
    None = 0,

    /// <summary>The hardware lets a store through.</summary>
    Writable = 1,

    /// <summary>Stored through.</summary>
    Dirty = 2,

    /// <summary>PageAnonExclusive of the page: a state of the page, held here because such a page has exactly one entry.</summary>
    AnonExclusive = 4,

    /// <summary>Every page of the extent names the one shared zero page.</summary>
    ZeroPage = 8,

    /// <summary>Not present: a guard marker, which makes every access fail (PTE_MARKER_GUARD). Names no frame.</summary>
    Guard = 16,

    /// <summary>Not present: the frame is a swap slot, and <see cref="AnonExclusive"/> the mark of a slot that nobody else names (pte_swp_exclusive).</summary>
    Swapped = 32,

    /// <summary>A store is userfaultfd's business first (pte_uffd_wp). The entry is not writable then.</summary>
    UffdWp = 64,

    /// <summary>No page, only what userfaultfd's asynchronous protection remembers (PTE_MARKER_UFFD_WP), with <see cref="UffdWp"/>.</summary>
    UffdMarker = 128,
}
