namespace RmapHarness.Engine.Kernel;

/// <summary>The written names of architectures, in scenarios, options and reports.</summary>
public static class ArchitectureNames
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Architecture> All { get; } =
        Enum.GetValues<Architecture>().ToDictionary(Name);

    /// <summary>x86_64 or arm64.</summary>
    public static string Name(this Architecture architecture) => architecture.ToString().ToLowerInvariant();
}
