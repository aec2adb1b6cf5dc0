using System.Globalization;

namespace RmapHarness.Reports.Mismatches;

/// <summary>Reads the place of a difference: <c>0xSTART-0xEND</c>, or <c>0xSTART+PAGES</c> as in <c>0x1000000000+0..255,300</c>.</summary>
internal static class Places
{
    /// <summary>The ranges as bytes, half open, ascending; empty if the place is none. Ranges that were left out at its end are not there.</summary>
    public static IReadOnlyList<(ulong Start, ulong End)> Of(string where, ulong pageSize)
    {
        var plus = where.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0 && Hex(where[..plus]) is { } origin)
            return [.. where[(plus + 1)..].Split(',').Select(part => Pages(part, origin, pageSize)).OfType<(ulong, ulong)>()];
        var bounds = where.Split('-');
        return bounds.Length == 2 && Hex(bounds[0]) is { } start && Hex(bounds[1]) is { } end ? [(start, end)] : [];
    }

    private static (ulong Start, ulong End)? Pages(string part, ulong origin, ulong pageSize)
    {
        var bounds = part.Split("..");
        if (!ulong.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !ulong.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            return null;
        }

        return (origin + (first * pageSize), origin + ((last + 1) * pageSize));
    }

    private static ulong? Hex(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
