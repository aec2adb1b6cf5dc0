using System.Collections.Immutable;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>A process at one point of a scenario.</summary>
internal sealed class ProcessState(string name, int index, ImmutableDictionary<string, MappingState> mappings)
{
    public string Name { get; } = name;

    public int Index { get; } = index;

    /// <summary>The mappings whose names it knows.</summary>
    public ImmutableDictionary<string, MappingState> Mappings { get; set; } = mappings;

    /// <summary>The numbers of the files that it has open, by their names.</summary>
    public ImmutableDictionary<string, int> Files { get; set; } = FileNames.None;

    /// <summary>The line that ends it; null while it lives.</summary>
    public int? ExitLine { get; set; }
}
