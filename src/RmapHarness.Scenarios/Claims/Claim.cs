using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Claims;

/// <summary>The author's own claim about one value of one process, not yet resolved for a geometry.</summary>
/// <param name="Mark">Where it stands in the file.</param>
/// <param name="Text">It in one line, as written.</param>
/// <param name="Process">Name of the process.</param>
/// <param name="Where">The pages; for a smaps field the pages that one VMA must hold.</param>
/// <param name="Field">The value.</param>
/// <param name="Value">What it must be under every scheme; null if <paramref name="ByScheme"/> says.</param>
/// <param name="ByScheme">What it must be under a scheme; empty if <paramref name="Value"/> says.</param>
/// <param name="At">Label of the observation; null: the last one.</param>
public sealed record Claim(
    SourceMark Mark,
    string Text,
    string Process,
    RangeExpression Where,
    ClaimField Field,
    ClaimValue? Value,
    IReadOnlyDictionary<AccountingScheme, ClaimValue> ByScheme,
    string? At)
{
    /// <summary>Where the process's name stands.</summary>
    internal SourceMark ProcessMark { get; init; }

    /// <summary>Where the range stands.</summary>
    internal Yaml.ScalarNode? WhereNode { get; init; }

    /// <summary>Where the label stands.</summary>
    internal SourceMark AtMark { get; init; }
}
