using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class RequiredOptionsTests
{
    private static readonly string[] Enough =
    [
        "BLK_DEV_INITRD", "RD_GZIP", "BINFMT_ELF", "BINFMT_SCRIPT", "PROC_FS", "PROC_PAGE_MONITOR", "SYSFS", "TMPFS", "DEVTMPFS", "CGROUPS", "MEMCG",
        "INET", "PCI", "SERIAL_8250_CONSOLE", "VIRTIO_PCI", "VIRTIO_NET",
    ];

    [Test]
    public void A_kernel_that_has_them_lacks_nothing() => Assert.That(Missing(Enough), Is.Empty);

    [Test]
    public void Each_one_is_missed([ValueSource(nameof(Enough))] string option) =>
        Assert.That(Missing(Enough.Except([option])), Is.EqualTo(new[] { $"CONFIG_{option}" }));

    [Test]
    public void A_driver_may_be_a_module_where_the_modules_are_known()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("config", string.Concat(Enough.Select(option => $"CONFIG_{option}={(option == "VIRTIO_NET" ? 'm' : 'y')}\n")));
        var kernel = new KernelImage("k", "/k", Architecture.X86_64, "7.3.4", null, config);
        Assert.That(RequiredOptions.MissingFrom(kernel), Is.EqualTo(new[] { "CONFIG_VIRTIO_NET" }));
        Assert.That(RequiredOptions.MissingFrom(kernel with { ModulesDirectory = folder.Path }), Is.Empty);
        Assert.That(RequiredOptions.MissingFrom(kernel with { ConfigPath = null }), Is.Empty);
        Assert.That(
            () => RequiredOptions.Check(kernel),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("is built without CONFIG_VIRTIO_NET (no modules of 7.3.4 are here)"));
    }

    [Test]
    public void The_console_is_the_architectures()
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("config", string.Concat(Enough.Select(option => $"CONFIG_{option}=y\n")));
        var kernel = new KernelImage("k", "/k", Architecture.Arm64, "7.3.4", null, config);
        Assert.That(RequiredOptions.MissingFrom(kernel), Is.EqualTo(new[] { "CONFIG_SERIAL_AMBA_PL011_CONSOLE" }));
    }

    private static IReadOnlyList<string> Missing(IEnumerable<string> options)
    {
        using var folder = new TemporaryFolder();
        var config = folder.Write("config", string.Concat(options.Select(option => $"CONFIG_{option}=y\n")));
        return RequiredOptions.MissingFrom(new KernelImage("k", "/k", Architecture.X86_64, "7.3.4", null, config));
    }
}
