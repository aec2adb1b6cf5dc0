using System.Globalization;

namespace RmapHarness.Bench;

/// <summary>One number that was measured, and what it must reach.</summary>
/// <param name="What">What the number is.</param>
/// <param name="Value">The number: a ratio of two values of one run, unless <paramref name="Unit"/> says otherwise.</param>
/// <param name="Unit">"x" for a ratio.</param>
/// <param name="Bound">What it must reach; null if it is only told.</param>
/// <param name="Detail">The values that it was computed from.</param>
internal sealed record Figure(string What, double Value, string Unit, Bound? Bound, string Detail)
{
    /// <summary>The figure's line.</summary>
    /// <param name="measure">Name of the measure.</param>
    public string Line(string measure)
    {
        var judged = Bound is null ? "" : $" ({Bound}: {(Bound.Admits(Value) ? "reached" : "NOT reached")})";
        return string.Create(CultureInfo.InvariantCulture, $"{measure}: {What}: {Value:#,0.###} {Unit}{judged}; {Detail}");
    }
}
