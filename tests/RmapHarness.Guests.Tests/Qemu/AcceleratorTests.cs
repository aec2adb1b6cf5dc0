using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

public sealed class AcceleratorTests
{
    // As on a machine whose KVM opens and cannot run a guest.
    private const string NoKvm = "case \"$*\" in *'-accel kvm'*) echo 'failed to set MSR' >&2; exit 134;; esac; exec qemu-system-x86_64 \"$@\"";

    [Test]
    public async Task Auto_falls_back_and_remembers()
    {
        using var fake = new FakeQemu(NoKvm);
        var options = fake.Options with { Accelerator = AcceleratorChoice.Auto, Deadlines = null };
        await using (var guest = await QemuGuest.StartAsync(options, fake, CancellationToken.None))
            Assert.That(guest.Facts.Accelerator, Is.EqualTo("tcg"));
        Assert.That(fake.Messages.Count(message => message.StartsWith("using TCG: ", StringComparison.Ordinal)), Is.EqualTo(1));
        var memory = new AcceleratorMemory(options.Cache!, fake.Path);
        Assert.That(memory.ReasonAgainstKvm(), Is.Not.Null);
    }

    [Test]
    public void A_kernel_that_boots_with_neither_says_nothing_about_KVM()
    {
        using var fake = new FakeQemu("exit 1");
        var options = fake.Options with { Accelerator = AcceleratorChoice.Auto };
        Assert.That(() => QemuGuest.StartAsync(options, fake, CancellationToken.None), Throws.TypeOf<TargetUnavailableException>());
        Assert.That(Directory.Exists(Path.Combine(options.Cache!.Root, "accelerators")), Is.False);
    }

    [Test]
    public void KVM_or_nothing_does_not_fall_back()
    {
        using var fake = new FakeQemu(NoKvm);
        Assert.That(
            () => QemuGuest.StartAsync(fake.Options with { Accelerator = AcceleratorChoice.Kvm }, fake, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("QEMU ended with status 134"));
        Assert.That(fake.Messages, Has.None.Contains("TCG"));
    }

    [Test]
    public void What_is_remembered_is_of_one_QEMU()
    {
        using var folder = new TemporaryFolder();
        var cache = new HarnessCache(folder.Path);
        var one = folder.Write("one", "");
        var other = folder.Write("other", "");
        var before = new AcceleratorMemory(cache, other).ReasonAgainstKvm();
        new AcceleratorMemory(cache, one).KvmDoesNotWork();
        Assert.That(new AcceleratorMemory(cache, one).ReasonAgainstKvm(), Is.Not.Null);
        Assert.That(new AcceleratorMemory(cache, other).ReasonAgainstKvm(), Is.EqualTo(before));
    }
}
