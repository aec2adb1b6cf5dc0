using System.Runtime.InteropServices;
using KernelArchitecture = RmapHarness.Engine.Kernel.Architecture;

namespace RmapHarness.Guests.Host;

/// <summary>What this machine is.</summary>
internal static class HostArchitecture
{
    /// <summary>Its architecture; null if no guest can be of it.</summary>
    public static KernelArchitecture? Current { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => KernelArchitecture.X86_64,
        Architecture.Arm64 => KernelArchitecture.Arm64,
        _ => null,
    };
}
