using System.Globalization;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu;

/// <summary>The words of QEMU's command line.</summary>
internal static class QemuCommandLine
{
    /// <summary>The guest's SSH port.</summary>
    public const int SshPort = 22;

    // panic, oops: a damaged kernel must end, and -no-reboot ends QEMU with it; damon_stat, numa_balancing: they touch page tables by themselves.
    private static readonly string[] KernelArguments =
    [
        "console=ttyS0", "quiet", "loglevel=4", "panic=-1", "oops=panic", "damon_stat.enabled=N", "numa_balancing=disable",
        "random.trust_cpu=1",
    ];

    /// <summary>QEMU's arguments for a guest without disks, whose SSH port is a free one of the loopback interface that QEMU picks.</summary>
    public static IReadOnlyList<string> Build(
        KernelImage kernel, GuestImage image, Accelerator accelerator, QemuGuestOptions options, string serialPath, string qmpPath) =>
    [
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
        "-machine", "q35", "-accel", accelerator.Argument, "-cpu", accelerator.Cpu,
        "-smp", options.Processors.ToString(CultureInfo.InvariantCulture),
        "-m", string.Create(CultureInfo.InvariantCulture, $"{options.MemoryMiB}M"),
        "-kernel", kernel.Path, "-initrd", image.Initramfs,
        "-append", string.Join(' ', [.. KernelArguments, .. options.KernelArguments]),
        // restrict: the guest reaches nothing but this one port.
        "-netdev", $"user,id=net,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:0-:{SshPort}",
        "-device", "virtio-net-pci,netdev=net,romfile=",
        "-chardev", $"file,id=serial,path={Escape(serialPath)}", "-serial", "chardev:serial",
        "-chardev", $"socket,id=qmp,server=on,wait=off,path={Escape(qmpPath)}", "-mon", "chardev=qmp,mode=control",
    ];

    // A comma separates QEMU's options; two are one.
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
