using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Requirements;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios;

/// <summary>A checked scenario. It is symbolic: sizes become numbers when it is compiled for a geometry.</summary>
public sealed class Scenario
{
    internal Scenario(SourceText source) => Source = source;

    /// <summary>Its name; with <c>for-each</c> followed by <c>[key=value,…]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it asks or claims, in one line.</summary>
    public required string About { get; init; }

    /// <summary>The file's name as the user gave it.</summary>
    public string File => Source.File;

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public string Hash => Source.Hash;

    /// <summary>What a kernel must have.</summary>
    public required Needs Needs { get; init; }

    /// <summary>What happens, in order. Step i is operation i of the compiled program.</summary>
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    /// <summary>The author's own claims.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>Some step is one that no kernel can do: the scenario is for <c>explain</c>.</summary>
    public bool IsForModelOnly => Steps.Any(step => step.Definition.IsForModelOnly);

    internal SourceText Source { get; }

    /// <summary>What was written for <see cref="Needs"/>; null if nothing was.</summary>
    internal Node? NeedsNode { get; init; }
}
