namespace RmapHarness.Cli.Nightly;

/// <summary>How much to fuzz a kernel: until the time has passed or the scenarios have run, whichever comes first.</summary>
/// <param name="Minutes">The time, in minutes; null: as long as the scenarios take.</param>
/// <param name="Scenarios">The scenarios; null: as many as the time allows.</param>
/// <param name="Seed">Where their sequence begins; null: elsewhere each night.</param>
public sealed record FuzzPlan(int? Minutes, int? Scenarios, int? Seed)
{
    /// <summary>Not at all.</summary>
    public static FuzzPlan None { get; } = new(null, null, null);

    /// <summary>Whether there is any fuzzing.</summary>
    public bool IsAny => Minutes > 0 || Scenarios > 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join(" or ", new[] { Text(Minutes, "minute"), Text(Scenarios, "scenario") }.OfType<string>());

    private static string? Text(int? number, string noun) =>
        number is { } count ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}") : null;
}
