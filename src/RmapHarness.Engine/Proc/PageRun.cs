using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// A run of pages of one process with equal answers: what pagemap says of each, and what kpagecount and kpageflags
/// say of the frame that it names.
/// </summary>
/// <param name="FirstPage">Virtual page number (address / page size) of the first page.</param>
/// <param name="Pages">Length in base pages, at least 1.</param>
/// <param name="Pagemap">Flag bits of the pagemap entries.</param>
/// <param name="Frame">Frame number of the first page, or -1 where no present entry names one. A kernel's is its PFN; the engine's
/// is a model frame, and only the correspondence between the two means anything.</param>
/// <param name="FrameStride">1: frames ascend with the pages; 0: every page of the run names the same frame.</param>
/// <param name="MapCount">/proc/kpagecount of each frame; 0 where <paramref name="Frame"/> is -1.</param>
/// <param name="Flags">/proc/kpageflags of each frame; none where <paramref name="Frame"/> is -1.</param>
public readonly record struct PageRun(
    ulong FirstPage,
    ulong Pages,
    PagemapBits Pagemap,
    long Frame,
    int FrameStride,
    long MapCount,
    KpageFlags Flags)
{
    /// <summary>
    /// A prediction's choice: the kernel may have all of these flags or none of them; <see cref="Flags"/> has none. An observation has no such.
    /// </summary>
    public KpageFlags Undetermined { get; init; }

    /// <summary>The level of the entries, where the model knows it; null in an observation, because nothing in /proc tells.</summary>
    public MappingLevel? Level { get; init; }

    /// <summary>What PAGEMAP_SCAN says of each page; none where the kernel does not have it.</summary>
    public ScanCategories Scan { get; init; }

    /// <summary>Categories of which a prediction leaves open whether PAGEMAP_SCAN tells them; an observation has none.</summary>
    public ScanCategories ScanOpen { get; init; }

    /// <summary>What the first page holds (<see cref="PageToken"/>), as the process reads it; 0 where <see cref="Frame"/> is -1.</summary>
    public ulong Word { get; init; }

    /// <summary>1: words ascend by one with the pages; 0: all pages hold the same. A run of one page may have either.</summary>
    public int WordStride { get; init; }

    /// <summary>Virtual page number after the last page.</summary>
    public ulong EndPage => FirstPage + Pages;

    /// <summary>The frame that page <paramref name="page"/> of the run names, or -1.</summary>
    /// <param name="page">Virtual page number inside the run.</param>
    public long FrameOf(ulong page) => Frame < 0 ? -1 : Frame + ((long)(page - FirstPage) * FrameStride);

    /// <summary>What page <paramref name="page"/> of the run holds.</summary>
    /// <param name="page">Virtual page number inside the run.</param>
    public ulong WordOf(ulong page) => Word + ((page - FirstPage) * (ulong)WordStride);
}
