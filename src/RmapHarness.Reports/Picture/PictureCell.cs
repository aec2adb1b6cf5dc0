namespace RmapHarness.Reports.Picture;

/// <summary>A run of pages of a strip that look alike.</summary>
/// <param name="First">Virtual page number of the first page.</param>
/// <param name="Pages">Length in base pages, at least 1.</param>
/// <param name="Kind">What the entries hold.</param>
/// <param name="Folio">Number of the folio's colour, from 0; below 0 if the pages belong to none that has one.</param>
/// <param name="Text">A few characters to write into it, such as the count; may be empty.</param>
/// <param name="Exclusive">Filled plainly; else hatched.</param>
/// <param name="Entry">First page of the one PMD or PUD entry that maps the pages, which is drawn with a thick border; null for PTEs, and where
/// nothing tells.</param>
/// <param name="Title">What a reader is told who points at it or has it read aloud.</param>
public sealed record PictureCell(ulong First, ulong Pages, CellKind Kind, int Folio, string Text, bool Exclusive, ulong? Entry, string Title)
{
    /// <summary>Virtual page number after the last page.</summary>
    public ulong End => First + Pages;
}
