using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Guests.Tests.Qemu;

public sealed class QemuCommandLineTests
{
    [Test]
    public void Options_arrive_and_commas_in_paths_are_no_options()
    {
        var kernel = new KernelImage("k", "/k/vmlinuz", Architecture.X86_64, "6.1.0", null, null);
        var options = new QemuGuestOptions { MemoryMiB = 2048, Processors = 3, KernelArguments = ["a=b", "c"] };
        var words = QemuCommandLine.Build(kernel, new GuestImage("/image"), Accelerator.Tcg, options, "/logs/a,b.log", "/t/qmp");
        Assert.That(After("-kernel"), Is.EqualTo("/k/vmlinuz"));
        Assert.That(After("-initrd"), Is.EqualTo("/image/initramfs.cpio.gz"));
        Assert.That(After("-m"), Is.EqualTo("2048M"));
        Assert.That(After("-smp"), Is.EqualTo("3"));
        Assert.That(After("-append"), Does.EndWith(" a=b c").And.Contain("panic=-1"));
        Assert.That(After("-chardev"), Is.EqualTo("file,id=serial,path=/logs/a,,b.log"));
        Assert.That(After("-netdev"), Does.Contain("hostfwd=tcp:127.0.0.1:0-:22").And.Contain("restrict=on"));

        string After(string option) => words[words.ToList().IndexOf(option) + 1];
    }
}
