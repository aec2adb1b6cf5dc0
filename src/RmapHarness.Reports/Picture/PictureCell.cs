namespace RmapHarness.Reports.Picture;

/// <summary>A run of pages of a strip that look alike.</summary>
/// <param name="First">Virtual page number of the first page.</param>
/// <param name="Pages">Length in base pages, at least 1.</param>
/// <param name="Kind">What the entries hold.</param>
/// <param name="Folio">Number of the folio's colour, from 0; below 0 if the pages belong to none that has one.</param>
/// <param name="Text">A few characters to write into it, such as the count; may be empty.</param>
/// <param name="Exclusive">Filled plainly; else hatched.</param>
/// <param name="IsEntire">One entry larger than a PTE maps the pages: drawn with a thick border.</param>
/// <param name="Title">What a reader is told who points at it or has it read aloud.</param>
public sealed record PictureCell(ulong First, ulong Pages, CellKind Kind, int Folio, string Text, bool Exclusive, bool IsEntire, string Title)
{
    /// <summary>Virtual page number after the last page.</summary>
    public ulong End => First + Pages;
}
