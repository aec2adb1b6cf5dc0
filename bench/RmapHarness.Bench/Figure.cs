using System.Globalization;

namespace RmapHarness.Bench;

/// <summary>One number that was measured, and what it must reach.</summary>
/// <param name="What">What the number is.</param>
/// <param name="Value">The number: a ratio of two values of one run, unless <paramref name="Unit"/> says otherwise; null if it could not be measured.</param>
/// <param name="Unit">"x" for a ratio.</param>
/// <param name="Bound">What it must reach; null if it is only told.</param>
/// <param name="Detail">The values that it was computed from, or why there is none.</param>
internal sealed record Figure(string What, double? Value, string Unit, Bound? Bound, string Detail)
{
    /// <summary>The figure's line.</summary>
    /// <param name="measure">Name of the measure.</param>
    public string Line(string measure)
    {
        if (Value is not { } value)
            return $"{measure}: {What}: {Detail}";
        var judged = Bound is null ? "" : $" ({Bound}: {(Bound.Admits(value) ? "reached" : "NOT reached")})";
        return string.Create(CultureInfo.InvariantCulture, $"{measure}: {What}: {value:#,0.###} {Unit}{judged}; {Detail}");
    }
}
