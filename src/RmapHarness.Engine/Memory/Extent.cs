namespace RmapHarness.Engine.Memory;

/// <summary>A run of leaf entries of one level with equal flags and ascending frames (the zero page: one frame; markers: none).</summary>
/// <param name="Page">Virtual page number of the first page.</param>
/// <param name="Pages">Length in base pages; a multiple of what one entry of the level maps.</param>
/// <param name="Frame">Frame of the first page; of swapped pages the slot.</param>
/// <param name="Level">Level of every entry.</param>
/// <param name="Flags">Flags of every entry.</param>
public readonly record struct Extent(long Page, long Pages, long Frame, MappingLevel Level, EntryFlags Flags)
{
    private const EntryFlags Marker = EntryFlags.Guard | EntryFlags.UffdMarker;

    /// <summary>Virtual page number after the last page.</summary>
    public long End => Page + Pages;

    /// <summary>Whether every page has a frame of its own; not for the shared zero page, for swap slots and for markers.</summary>
    public bool NamesFrames => (Flags & (EntryFlags.ZeroPage | Marker | EntryFlags.Swapped)) == 0;

    /// <summary>Whether the frames are swap slots.</summary>
    public bool IsSwapped => (Flags & EntryFlags.Swapped) != 0;

    /// <summary>Whether there is nothing but the marker of a protection (<see cref="EntryFlags.UffdMarker"/>): a fault takes it as no entry.</summary>
    public bool IsUffdMarker => (Flags & EntryFlags.UffdMarker) != 0;

    /// <summary>1 if frames (or slots) ascend with the pages, otherwise 0.</summary>
    public int FrameStride => (Flags & (EntryFlags.ZeroPage | Marker)) == 0 ? 1 : 0;

    /// <summary>The part that lies in a range of virtual page numbers, which must overlap the extent.</summary>
    public Extent Slice(long from, long to)
    {
        var first = Math.Max(from, Page);
        return this with { Page = first, Pages = Math.Min(to, End) - first, Frame = Frame + ((first - Page) * FrameStride) };
    }

    /// <summary>Whether <paramref name="next"/> continues this extent so that one can stand for both.</summary>
    public bool IsContinuedBy(in Extent next) =>
        End == next.Page && Level == next.Level && Flags == next.Flags && next.Frame == Frame + (Pages * FrameStride);
}
