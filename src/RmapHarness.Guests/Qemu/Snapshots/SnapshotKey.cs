using System.Globalization;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>
/// What a snapshot was made from. Two guests with the same key are in the same state when they are ready; whatever could make a
/// difference is part of it: the kernel's bytes, the image, QEMU's program, its command line, and this machine.
/// </summary>
internal static class SnapshotKey
{
    private const string MachineIdentity = "/etc/machine-id";
    private const string Processors = "/proc/cpuinfo";

    /// <summary>A name for it, good for a file.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="image">Its initramfs, whose folder's name tells its contents.</param>
    /// <param name="qemu">QEMU's path.</param>
    /// <param name="arguments">Its command line, without what differs from start to start.</param>
    public static string Of(KernelImage kernel, GuestImage image, string qemu, IReadOnlyList<string> arguments)
    {
        var program = new FileInfo(qemu);
        var hash = new ContentHash()
            .AddFile(kernel.Path)
            .Add(image.Directory)
            .Add(program.FullName)
            .Add(program.Length.ToString(CultureInfo.InvariantCulture))
            .Add(program.LastWriteTimeUtc.ToString("O"))
            .Add(File.Exists(MachineIdentity) ? File.ReadAllText(MachineIdentity) : "")
            .Add(ProcessorModel());
        foreach (var argument in arguments)
            hash.Add(argument);
        return $"{kernel.Release}-{hash}";
    }

    // KVM's guests see it.
    private static string ProcessorModel() => string.Join(
        '\n', File.ReadLines(Processors).Where(line => line.StartsWith("model", StringComparison.Ordinal) || line.StartsWith("flags", StringComparison.Ordinal)).Distinct());
}
