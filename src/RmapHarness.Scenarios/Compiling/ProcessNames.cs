using System.Collections.Immutable;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>What the threads of one process know by name.</summary>
internal sealed class ProcessNames
{
    /// <summary>The mappings whose names they know.</summary>
    public ImmutableDictionary<string, MappingState> Mappings { get; set; } = ImmutableDictionary<string, MappingState>.Empty;

    /// <summary>The numbers of the files that they have open, by their names.</summary>
    public ImmutableDictionary<string, int> Files { get; set; } = FileNames.None;

    /// <summary>What a child knows that is forked now.</summary>
    public ProcessNames Copy() => new() { Mappings = Mappings, Files = Files };
}
