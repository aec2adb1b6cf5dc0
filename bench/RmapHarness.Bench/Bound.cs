using System.Globalization;

namespace RmapHarness.Bench;

/// <summary>What a figure must reach.</summary>
/// <param name="Limit">The last value that does.</param>
/// <param name="IsUpper">Whether smaller values do too, or larger ones.</param>
internal sealed record Bound(double Limit, bool IsUpper)
{
    /// <summary>At most a value.</summary>
    public static Bound AtMost(double limit) => new(limit, IsUpper: true);

    /// <summary>At least a value.</summary>
    public static Bound AtLeast(double limit) => new(limit, IsUpper: false);

    /// <summary>Whether a value reaches it.</summary>
    public bool Admits(double value) => IsUpper ? value <= Limit : value >= Limit;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsUpper ? "at most" : "at least")} {Limit:#,0.###}");
}
