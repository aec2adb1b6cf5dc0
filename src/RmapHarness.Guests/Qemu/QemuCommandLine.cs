using System.Globalization;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu;

/// <summary>The words of QEMU's command line.</summary>
internal static class QemuCommandLine
{
    /// <summary>The guest's SSH port.</summary>
    public const int SshPort = 22;

    // panic, oops: a damaged kernel must end, and -no-reboot ends QEMU with it; damon_stat, numa_balancing: they touch page tables by themselves;
    // cryptomgr: its self tests take a part of the boot, and once a 6.12 under TCG died in one.
    private static readonly string[] KernelArguments =
    [
        "quiet", "loglevel=4", "panic=-1", "oops=panic", "damon_stat.enabled=N", "numa_balancing=disable",
        "random.trust_cpu=1", "cryptomgr.notests",
    ];

    /// <summary>QEMU's arguments for a guest without disks, whose SSH port is a free one of the loopback interface that QEMU picks.</summary>
    public static IReadOnlyList<string> Build(
        KernelImage kernel, GuestImage image, Accelerator accelerator, QemuGuestOptions options, string serialPath, string qmpPath)
    {
        var platform = QemuPlatform.For(kernel.Architecture);
        var memory = options.MemoryMiB ?? kernel.MemoryMiB;
        var translates = accelerator != Accelerator.Kvm;
        return
        [
            "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
            "-machine", platform.Machine, "-accel", accelerator.Argument, "-cpu", translates ? platform.TranslatedCpu : "host",
            "-smp", options.Processors.ToString(CultureInfo.InvariantCulture),
            "-m", string.Create(CultureInfo.InvariantCulture, $"{memory}M"),
            .. Nodes(options.NumaNodes, options.Processors, memory),
            "-kernel", kernel.Path, "-initrd", image.Initramfs,
            "-append", string.Join(' ', [$"console={platform.Console}", .. KernelArguments, .. RamDisk.KernelArguments, .. translates ? platform.TranslatedArguments : [], .. options.KernelArguments]),
            // restrict: the guest reaches nothing but this one port.
            "-netdev", $"user,id=net,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:0-:{SshPort}",
            "-device", "virtio-net-pci,netdev=net,romfile=",
            "-chardev", $"file,id=serial,path={Escape(serialPath)}", "-serial", "chardev:serial",
            "-chardev", $"socket,id=qmp,server=on,wait=off,path={Escape(qmpPath)}", "-mon", "chardev=qmp,mode=control",
        ];
    }

    // Memory and processors in equal parts; a node may have no processor.
    private static IEnumerable<string> Nodes(int nodes, int processors, int memory)
    {
        for (var node = 0; nodes > 1 && node < nodes; node++)
        {
            var size = (memory * (node + 1L) / nodes) - (memory * (long)node / nodes);
            yield return "-object";
            yield return string.Create(CultureInfo.InvariantCulture, $"memory-backend-ram,id=ram{node},size={size}M");
            yield return "-numa";
            yield return string.Create(CultureInfo.InvariantCulture, $"node,nodeid={node},memdev=ram{node}")
                + string.Concat(Enumerable.Range(0, processors).Where(cpu => cpu % nodes == node)
                    .Select(cpu => string.Create(CultureInfo.InvariantCulture, $",cpus={cpu}")));
        }
    }

    // A comma separates QEMU's options; two are one.
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
