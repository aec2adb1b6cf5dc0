using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>A run of pages of which loads give equal or ascending words, or the same signal.</summary>
/// <param name="FirstPage">Virtual page number (address / page size) of the first page.</param>
/// <param name="Pages">Length in base pages, at least 1.</param>
/// <param name="Word">What the first page holds (<see cref="PageToken"/>); 0 if the load is ended by a signal.</param>
/// <param name="WordStride">1: words ascend by one with the pages; 0: all pages hold the same. A run of one page may have either.</param>
/// <param name="Signal">The signal that the load of each page is ended by; 0: none.</param>
public readonly record struct ContentRun(ulong FirstPage, ulong Pages, ulong Word, int WordStride, int Signal = 0)
{
    /// <summary>Virtual page number after the last page.</summary>
    public ulong EndPage => FirstPage + Pages;

    /// <summary>What a page of the run holds.</summary>
    /// <param name="page">Virtual page number inside the run.</param>
    public ulong WordOf(ulong page) => Word + ((page - FirstPage) * (ulong)WordStride);
}
