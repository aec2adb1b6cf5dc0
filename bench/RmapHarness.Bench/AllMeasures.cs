using RmapHarness.Bench.Growth;
using RmapHarness.Bench.Guest;
using RmapHarness.Bench.Memory;
using RmapHarness.Bench.Micro;
using RmapHarness.Bench.Model;
using RmapHarness.Bench.RmapId;

namespace RmapHarness.Bench;

/// <summary>The measures in the order in which they are taken.</summary>
internal static class AllMeasures
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IMeasure> List { get; } =
    [
        new EngineAlone(),
        new MappedSize(),
        new ForkedProcesses(),
        new MillionScenarios(),
        new RmapIdAgainstC(),
        new MicroMeasure(),
        new GuestStart(),
        new GuestRate(),
        new FuzzRate(),
        new GuestPair(),
        new WarmLibrary(),
    ];

    /// <summary>The ones with these names, or all if there is no name.</summary>
    /// <exception cref="ArgumentException">A name that no measure has.</exception>
    public static IReadOnlyList<IMeasure> Named(IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => List.All(measure => measure.Name != name)))
            throw new ArgumentException($"no measure '{name}'; there are: {string.Join(", ", List.Select(measure => measure.Name))}");
        return names.Count == 0 ? List : [.. List.Where(measure => names.Contains(measure.Name))];
    }
}
