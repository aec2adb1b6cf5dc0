using RmapHarness.Engine.Kernel;

namespace RmapHarness.Scenarios.Requirements;

/// <summary>How scenarios spell the architectures.</summary>
internal static class ArchitectureNames
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Architecture> All { get; } =
        Enum.GetValues<Architecture>().ToDictionary(Of);

    /// <summary>The name of one.</summary>
    public static string Of(Architecture architecture) => architecture.ToString().ToLowerInvariant();
}
