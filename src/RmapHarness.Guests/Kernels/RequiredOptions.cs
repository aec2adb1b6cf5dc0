using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>The configuration options without which a guest does not come up or the agent cannot work.</summary>
internal static class RequiredOptions
{
    private static readonly string[] BuiltIn =
    [
        "CONFIG_BLK_DEV_INITRD", "CONFIG_RD_GZIP", "CONFIG_BINFMT_ELF", "CONFIG_BINFMT_SCRIPT", "CONFIG_PROC_FS", "CONFIG_PROC_PAGE_MONITOR",
        "CONFIG_SYSFS", "CONFIG_TMPFS", "CONFIG_DEVTMPFS", "CONFIG_CGROUPS", "CONFIG_MEMCG", "CONFIG_INET", "CONFIG_PCI",
    ];

    // The image brings those of a kernel whose modules are known.
    private static readonly string[] Drivers = ["CONFIG_VIRTIO_PCI", "CONFIG_VIRTIO_NET"];

    /// <summary>The options that a kernel lacks; none if its configuration is not known.</summary>
    public static IReadOnlyList<string> MissingFrom(KernelImage kernel)
    {
        if (kernel.ConfigPath is null)
            return [];
        var lines = File.ReadLines(kernel.ConfigPath).ToHashSet();
        var console = kernel.Architecture == Architecture.Arm64 ? "CONFIG_SERIAL_AMBA_PL011_CONSOLE" : "CONFIG_SERIAL_8250_CONSOLE";
        return
        [
            .. BuiltIn.Append(console).Where(option => !lines.Contains($"{option}=y")),
            .. Drivers.Where(option => !lines.Contains($"{option}=y") && !(kernel.ModulesDirectory is not null && lines.Contains($"{option}=m"))),
        ];
    }

    /// <summary>Refuses a kernel that lacks one.</summary>
    /// <exception cref="TargetUnavailableException">It does; the message names them.</exception>
    public static void Check(KernelImage kernel)
    {
        var missing = MissingFrom(kernel);
        if (missing.Count == 0)
            return;
        var modules = kernel.ModulesDirectory is null ? $" (no modules of {kernel.Release} are here)" : "";
        throw new TargetUnavailableException($"the kernel {kernel.Name} is built without {string.Join(", ", missing)}{modules}: see {kernel.ConfigPath}");
    }
}
