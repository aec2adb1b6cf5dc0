using NUnit.Framework;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Qemu;

public sealed class BootFailureTests
{
    [Test]
    public Task A_QEMU_that_ends() =>
        AssertFailsAsync("echo 'qemu: no such machine' >&2; exit 1", "QEMU ended with status 1", "qemu: no such machine");

    [Test]
    public Task A_QEMU_that_hangs_and_ignores_SIGTERM() =>
        AssertFailsAsync("trap '' TERM; echo 'in firmware' >$serial; while :; do sleep 0.1; done", "the guest was not up within 2 s", "in firmware");

    [Test]
    public Task A_kernel_that_panics() =>
        AssertFailsAsync(
            "for i in $(seq 40); do echo line $i; done >$serial; echo '[    1.5] Kernel panic - not syncing: no init' >>$serial; sleep 300",
            "kernel panic: no init",
            "line 17\n",
            "line 16\n");

    [Test]
    public Task An_init_that_gives_up() =>
        AssertFailsAsync("echo 'rmapharness: failed: no network device' >$serial; exit 0", "rmapharness: failed: no network device", "");

    [Test]
    public Task A_guest_that_is_up_without_a_QEMU_that_answers() =>
        AssertFailsAsync(
            "echo 'rmapharness: ready' >$serial; sleep 300",
            "no QMP on",
            "rmapharness: ready",
            deadlines: deadlines => deadlines with { Connect = TimeSpan.FromSeconds(1) });

    [Test]
    public void A_missing_QEMU()
    {
        using var fake = new FakeQemu("");
        Assert.That(
            () => QemuGuest.StartAsync(fake.Options with { Qemu = "/nowhere/qemu-system-x86_64" }, fake, CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("Debian package qemu-system-x86"));
    }

    [Test]
    public async Task A_cancelled_boot_leaves_nothing()
    {
        using var fake = new FakeQemu("sleep 300");
        var leftovers = new Leftovers();
        using var cancellation = new CancellationTokenSource();
        var start = QemuGuest.StartAsync(
            fake.Options with { Deadlines = GuestDeadlines.Tcg with { Shutdown = TimeSpan.FromSeconds(1) } }, fake, cancellation.Token);
        Assert.That(await Processes.UntilAsync(() => Processes.Naming(fake.Path).Count > 0), Is.True);
        leftovers.Look();
        await cancellation.CancelAsync();
        Assert.That(() => start, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Processes.UntilAsync(() => Processes.Naming(fake.Path).Count == 0), Is.True);
        await leftovers.AssertNoneAsync();
    }

    [TestCase(0, 2)]
    [TestCase(1024, 0)]
    [TestCase(512, 2)]
    public void A_guest_too_small_to_be_one_is_refused(int memory, int processors)
    {
        using var fake = new FakeQemu("exit 1");
        Assert.That(
            () => QemuGuest.StartAsync(fake.Options with { MemoryMiB = memory, Processors = processors }, fake, CancellationToken.None),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static async Task AssertFailsAsync(
        string script, string reason, string detail, string? notInDetail = null, Func<GuestDeadlines, GuestDeadlines>? deadlines = null)
    {
        using var fake = new FakeQemu(script);
        var leftovers = new Leftovers();
        var options = fake.Options;
        if (deadlines is not null)
            options = options with { Deadlines = deadlines(options.Deadlines!) };
        var failure = (await Assert.ThrowsAsync<TargetUnavailableException>(() => QemuGuest.StartAsync(options, fake, CancellationToken.None)))!;
        Assert.That(failure.Message, Does.StartWith("the guest did not start: ").And.Contain(reason).And.Contain($"serial log: {options.SerialLogDirectory}"));
        Assert.That(failure.Detail, Does.Contain(detail));
        if (notInDetail is not null)
            Assert.That(failure.Detail, Does.Not.Contain(notInDetail));
        Assert.That(await Processes.UntilAsync(() => Processes.Naming(fake.Path).Count == 0), Is.True);
        await leftovers.AssertNoneAsync();
    }
}
