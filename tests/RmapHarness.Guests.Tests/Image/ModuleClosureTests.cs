using NUnit.Framework;
using RmapHarness.Guests.Image;

namespace RmapHarness.Guests.Tests.Image;

public sealed class ModuleClosureTests
{
    private static readonly string[] Dependencies =
    [
        "kernel/b/virtio-pci.ko: kernel/a/virtio_ring.ko kernel/a/virtio.ko",
        "kernel/a/virtio_ring.ko: kernel/a/virtio.ko",
        "kernel/a/virtio.ko:",
        "kernel/n/virtio_net.ko.xz: kernel/n/net_failover.ko.xz kernel/n/failover.ko.xz kernel/a/virtio.ko",
    ];

    [Test]
    public void What_a_driver_needs_comes_before_it_and_once() =>
        Assert.That(
            ModuleClosure.Order(Dependencies, ["virtio_pci", "virtio_net"]),
            Is.EqualTo(new[]
            {
                "kernel/a/virtio.ko", "kernel/a/virtio_ring.ko", "kernel/b/virtio-pci.ko",
                "kernel/n/failover.ko.xz", "kernel/n/net_failover.ko.xz", "kernel/n/virtio_net.ko.xz",
            }));

    [Test]
    public void What_is_built_in_needs_no_file() => Assert.That(ModuleClosure.Order(Dependencies, ["ext4"]), Is.Empty);

    [Test]
    public void Another_file_is_refused() =>
        Assert.That(() => ModuleClosure.Order(["alias a b"], []), Throws.TypeOf<FormatException>());
}
