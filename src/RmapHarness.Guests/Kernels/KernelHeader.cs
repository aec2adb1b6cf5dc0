using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>What a kernel image says of itself.</summary>
/// <param name="Architecture">What it runs on.</param>
/// <param name="Release">Its uname -r.</param>
/// <param name="PageSize">Its base page size in bytes.</param>
internal sealed record KernelHeader(Architecture Architecture, string Release, long PageSize)
{
    private const long X86PageSize = 4096;

    /// <summary>Reads an image: x86 bzImage or arm64 Image.</summary>
    /// <exception cref="TargetUnavailableException">The file is not a bootable image, or not all of one.</exception>
    public static KernelHeader Read(string path) =>
        Arm64Image.Read(path) ?? new KernelHeader(Architecture.X86_64, BzImage.ReadRelease(path), X86PageSize);
}
