using System.Globalization;
using RmapHarness.Engine.Kernel;

namespace RmapHarness.Scenarios.Requirements;

/// <summary>One bound on a kernel release, such as <c>&gt;= 6.12</c>.</summary>
/// <param name="Comparison">&gt;=, &lt;=, &gt; or &lt;.</param>
/// <param name="Version">The release to compare with. Without a patch number it stands for its first release.</param>
public sealed record VersionBound(string Comparison, KernelVersion Version)
{
    /// <summary>The comparisons that exist, the longer ones first.</summary>
    internal static IReadOnlyList<string> Comparisons { get; } = [">=", "<=", ">", "<"];

    /// <summary>Whether a release keeps the bound.</summary>
    public bool Holds(KernelVersion release) => Comparison switch
    {
        ">=" => release >= Version,
        "<=" => release <= Version,
        ">" => release > Version,
        _ => release < Version,
    };

    /// <summary>Reads a bound.</summary>
    /// <returns>Null if the text is none.</returns>
    public static VersionBound? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        var comparison = Comparisons.FirstOrDefault(candidate => text.StartsWith(candidate, StringComparison.Ordinal));
        if (comparison is null)
            return null;
        var numbers = text[comparison.Length..].Trim().Split('.');
        if (numbers.Length is not (2 or 3))
            return null;
        Span<int> parsed = stackalloc int[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[i]))
                return null;
        }

        return new VersionBound(comparison, new KernelVersion(parsed[0], parsed[1], parsed[2]));
    }

    /// <summary>The bound as it is written.</summary>
    public override string ToString() => Version.Patch == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Comparison} {Version.Major}.{Version.Minor}")
        : $"{Comparison} {Version}";
}
