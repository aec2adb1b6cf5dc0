using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Claims;

/// <summary>The author's own claim about one value of one process, not yet resolved for a geometry.</summary>
public sealed class Claim
{
    internal Claim(ScalarNode process, ScalarNode where, RangeExpression range, ScalarNode? at)
    {
        ProcessNode = process;
        WhereNode = where;
        Where = range;
        AtNode = at;
    }

    /// <summary>Where it stands in the file.</summary>
    public required SourceMark Mark { get; init; }

    /// <summary>It in one line, as written.</summary>
    public required string Text { get; init; }

    /// <summary>Name of the process.</summary>
    public string Process => ProcessNode.Text;

    /// <summary>The pages; for a smaps field the pages that one VMA must hold.</summary>
    public RangeExpression Where { get; }

    /// <summary>What is claimed.</summary>
    public required ClaimField Field { get; init; }

    /// <summary>What it must be under every scheme; null if <see cref="ByScheme"/> says.</summary>
    public ClaimValue? Value { get; init; }

    /// <summary>What it must be under a scheme; empty if <see cref="Value"/> says.</summary>
    public IReadOnlyDictionary<AccountingScheme, ClaimValue> ByScheme { get; init; } = new Dictionary<AccountingScheme, ClaimValue>();

    /// <summary>Label of the observation; null: the last one.</summary>
    public string? At => AtNode?.Text;

    internal ScalarNode ProcessNode { get; }

    internal ScalarNode WhereNode { get; }

    internal ScalarNode? AtNode { get; }
}
