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

        Assert.That(words, Has.None.EqualTo("-numa"));

        string After(string option) => words[words.ToList().IndexOf(option) + 1];
    }

    [Test]
    public void An_arm64_kernel_gets_the_machine_and_the_memory_that_it_needs()
    {
        var kernel = new KernelImage("k", "/k/vmlinuz", Architecture.Arm64, "7.3.4", null, null) { PageSize = 16384 };
        var words = QemuCommandLine.Build(kernel, new GuestImage("/image"), Accelerator.Tcg, new QemuGuestOptions(), "/log", "/qmp");
        Assert.That(words, Is.SupersetOf(new[] { "virt", "neoverse-n1", "3072M" }).And.Some.StartsWith("console=ttyAMA0 "));
    }

    [TestCase(Architecture.X86_64, true, ExpectedResult = true)]
    [TestCase(Architecture.X86_64, false, ExpectedResult = false)]
    [TestCase(Architecture.Arm64, true, ExpectedResult = false)]
    public bool The_timer_is_not_checked_where_x86_is_translated(Architecture architecture, bool translates)
    {
        var kernel = new KernelImage("k", "/k/vmlinuz", architecture, "6.1.0", null, null);
        var words = QemuCommandLine.Build(
            kernel, new GuestImage("/image"), translates ? Accelerator.Tcg : Accelerator.Kvm, new QemuGuestOptions(), "/log", "/qmp");
        return words[words.ToList().IndexOf("-append") + 1].Split(' ').Contains("no_timer_check");
    }

    [Test]
    public void Nodes_share_memory_and_processors()
    {
        var kernel = new KernelImage("k", "/k/vmlinuz", Architecture.X86_64, "6.1.0", null, null);
        var options = new QemuGuestOptions { MemoryMiB = 1025, Processors = 3, NumaNodes = 2 };
        var words = QemuCommandLine.Build(kernel, new GuestImage("/image"), Accelerator.Tcg, options, "/log", "/qmp");
        Assert.That(words, Is.SupersetOf(new[]
        {
            "memory-backend-ram,id=ram0,size=512M", "node,nodeid=0,memdev=ram0,cpus=0,cpus=2",
            "memory-backend-ram,id=ram1,size=513M", "node,nodeid=1,memdev=ram1,cpus=1",
        }));
    }
}
