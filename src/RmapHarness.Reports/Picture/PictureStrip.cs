namespace RmapHarness.Reports.Picture;

/// <summary>The pages of one mapping in one process, as a row of cells.</summary>
/// <param name="Label">Whose they are.</param>
/// <param name="Mapping">Name of the mapping. Strips of one mapping are drawn on one scale, below each other.</param>
/// <param name="FirstPage">Virtual page number that the axis calls 0.</param>
/// <param name="Cells">The cells by ascending page.</param>
public sealed record PictureStrip(string Label, string Mapping, ulong FirstPage, IReadOnlyList<PictureCell> Cells);
