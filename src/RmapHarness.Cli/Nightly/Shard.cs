using System.Globalization;

namespace RmapHarness.Cli.Nightly;

/// <summary>One of the equal parts that a plan is cut into.</summary>
/// <param name="Index">Which, from 1.</param>
/// <param name="Count">How many there are.</param>
public sealed record Shard(int Index, int Count)
{
    private const int Most = 10_000;

    /// <summary>The whole.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>I/N</c>; null if it is not that, or I is not from 1 to N.</summary>
    public static Shard? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1 && index <= count && count <= Most
            ? new Shard(index, count)
            : null;
    }

    /// <summary>The part of a list that is this shard's: neighbours stay together, and every element is in exactly one shard.</summary>
    public Range Of(int length) => (int)((long)length * (Index - 1) / Count)..(int)((long)length * Index / Count);

    /// <inheritdoc/>
    public override string ToString() => Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
