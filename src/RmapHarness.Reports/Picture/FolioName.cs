namespace RmapHarness.Reports.Picture;

/// <summary>Short names for folios.</summary>
internal static class FolioName
{
    private const int Letters = 26;

    /// <summary>A to Z, then A1 and so on.</summary>
    /// <param name="number">Number of the folio, from 0.</param>
    public static string Of(int number) =>
        number < Letters ? $"{(char)('A' + number)}" : $"{(char)('A' + (number % Letters))}{number / Letters}";
}
