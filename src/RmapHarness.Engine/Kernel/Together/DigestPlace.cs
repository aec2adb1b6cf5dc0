using System.Globalization;

namespace RmapHarness.Engine.Kernel.Together;

/// <summary>What a number of a <see cref="TraceDigest"/> is.</summary>
/// <param name="What">The kind of value.</param>
/// <param name="Step">Index of the step that shows it.</param>
/// <param name="Process">Index of the process; -1: of none.</param>
internal readonly record struct DigestPlace(string What, int Step, int Process = -1)
{
    /// <summary>The field; null: none.</summary>
    public string? Field { get; init; }

    /// <summary>Virtual page number; 0: none.</summary>
    public ulong Page { get; init; }

    /// <summary>It in a few words.</summary>
    /// <param name="processNames">The names of the processes.</param>
    public string Describe(IReadOnlyList<string> processNames)
    {
        var field = Page != 0 ? string.Create(CultureInfo.InvariantCulture, $" {Page:x}") : Field is null ? "" : $" {Field}";
        var process = Process < 0 ? "" : $" of {processNames[Process]}";
        return string.Create(CultureInfo.InvariantCulture, $"{What}{field}{process} at step {Step + 1}");
    }
}
