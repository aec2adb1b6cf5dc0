using RmapHarness.Engine.Kernel;

namespace RmapHarness.Verdicts;

/// <summary>The written names of architectures.</summary>
public static class ArchitectureNames
{
    /// <summary>x86_64 or arm64.</summary>
    public static string Name(this Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => "x86_64",
        Architecture.Arm64 => "arm64",
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "no such architecture"),
    };
}
