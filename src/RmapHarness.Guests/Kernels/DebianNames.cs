using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>What Debian calls things.</summary>
internal static class DebianNames
{
    /// <summary>An architecture.</summary>
    public static string DebianName(this Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => "amd64",
        Architecture.Arm64 => "arm64",
        _ => throw new InvalidOperationException($"Debian has no name for {architecture}"),
    };
}
