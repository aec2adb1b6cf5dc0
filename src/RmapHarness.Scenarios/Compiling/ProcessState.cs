using System.Collections.Immutable;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>A process or a thread at one point of a scenario.</summary>
internal sealed class ProcessState(string name, int index, ProcessNames names)
{
    public string Name { get; } = name;

    public int Index { get; } = index;

    /// <summary>What it knows by name; the threads of a process have one object.</summary>
    public ProcessNames Names { get; set; } = names;

    /// <summary>The mappings whose names it knows.</summary>
    public ImmutableDictionary<string, MappingState> Mappings
    {
        get => Names.Mappings;
        set => Names.Mappings = value;
    }

    /// <summary>The numbers of the files that it has open, by their names.</summary>
    public ImmutableDictionary<string, int> Files
    {
        get => Names.Files;
        set => Names.Files = value;
    }

    /// <summary>Another process made it in its own address space.</summary>
    public bool IsThread { get; init; }

    /// <summary>The line that ends it; null while it lives.</summary>
    public int? ExitLine { get; set; }
}
