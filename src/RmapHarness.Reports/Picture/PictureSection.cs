namespace RmapHarness.Reports.Picture;

/// <summary>Strips that show one moment.</summary>
/// <param name="Title">The moment, such as a step as it was written.</param>
/// <param name="Strips">What is there.</param>
public sealed record PictureSection(string Title, IReadOnlyList<PictureStrip> Strips);
