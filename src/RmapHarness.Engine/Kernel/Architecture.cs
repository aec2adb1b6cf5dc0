namespace RmapHarness.Engine.Kernel;

/// <summary>The architectures that the model knows.</summary>
public enum Architecture
{
    /// <summary>x86_64.</summary>
    X86_64,

    /// <summary>arm64 (uname -m: aarch64).</summary>
    Arm64,
}
