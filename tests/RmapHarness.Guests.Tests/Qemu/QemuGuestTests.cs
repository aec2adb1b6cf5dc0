using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Qemu;
using RmapHarness.Guests.Tests.Host;
using RmapHarness.Testing;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Qemu;

[Category("Guest")]
public sealed class QemuGuestTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [TestCase("bookworm", "6.1.")]
    [TestCase("trixie-backports", "7.")]
    public async Task A_kernel_boots_and_its_agent_answers(string kernel, string release)
    {
        var guest = await SharedGuests.GetAsync(kernel);
        Assert.That(guest.Facts.Kernel, Is.EqualTo(kernel));
        Assert.That(guest.Facts.Release, Does.StartWith(release).And.EqualTo(guest.Kernel.Release));
        Assert.That(guest.Facts.Machine, Is.EqualTo("x86_64"));
        Assert.That(guest.Facts.PageSize, Is.EqualTo(4096));
        Assert.That(guest.Facts.PmdSize, Is.EqualTo(2 << 20));
        Assert.That(guest.Kernel.IsBuiltIn("CONFIG_TRANSPARENT_HUGEPAGE"), Is.True);
        Assert.That(await guest.Shell.RunAsync("uname -r", Deadline, CancellationToken.None), Is.EqualTo(guest.Facts.Release + "\n"));
    }

    [Test]
    public async Task A_guest_has_the_shape_that_was_asked_for_and_each_node_has_its_half_of_the_memory()
    {
        var options = new QemuGuestOptions { Kernel = "trixie-backports", MemoryMiB = 800, Processors = 2, NumaNodes = 2, KernelArguments = ["shape=asked"] };
        await using var guest = await QemuGuest.StartAsync(options, new Progress<string>(), CancellationToken.None);
        var said = await guest.Shell.RunAsync(
            "nproc; cat /sys/devices/system/node/has_normal_memory; cat /sys/devices/system/node/node*/meminfo | awk '/MemFree/ { print $2, ($4 > 300 * 1024) }'; grep -o 'shape=.*' /proc/cmdline; awk '/MemTotal/ { print ($2 < 800 * 1024) }' /proc/meminfo",
            Deadline,
            CancellationToken.None);
        Assert.That(said, Is.EqualTo("2\n0-1\n0 1\n1 1\nshape=asked\n1\n"));
    }

    [Test]
    public async Task Nothing_of_a_guest_stays_but_its_serial_log([ValueSource(typeof(SharedGuests), nameof(SharedGuests.Kernels))] string kernel)
    {
        var leftovers = new Leftovers();
        string log;
        await using (var guest = await StartAsync(kernel, isCold: true))
        {
            Assert.That(leftovers.Look(), Is.True);
            log = guest.SerialLogPath;
        }

        await leftovers.AssertNoneAsync();
        Assert.That(File.ReadAllText(log), Does.Contain("rmapharness: ready"));
    }

    [Test]
    public async Task A_QEMU_that_is_killed_is_a_lost_run()
    {
        var leftovers = new Leftovers();
        await using (var guest = await StartAsync("bookworm"))
        {
            leftovers.Look();
            Assert.That(Mono.Unix.Native.Syscall.kill(guest.ProcessId, Mono.Unix.Native.Signum.SIGKILL), Is.Zero);
            await AssertLostAsync(guest, "");
        }

        await leftovers.AssertNoneAsync();
    }

    [Test]
    public async Task A_kernel_that_panics_is_a_lost_run_that_says_so()
    {
        await using var guest = await StartAsync("bookworm");
        await using var crash = await guest.Shell.StartAsync("echo c >/proc/sysrq-trigger");
        await AssertLostAsync(guest, "kernel panic: sysrq triggered crash");
    }

    [Test]
    public async Task Cancelling_a_boot_leaves_nothing()
    {
        var leftovers = new Leftovers();
        using var cancellation = new CancellationTokenSource();
        var start = QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = "bookworm", Accelerator = AcceleratorChoice.Tcg, UsesSnapshots = false },
            new Progress<string>(),
            cancellation.Token);
        Assert.That(await Processes.UntilAsync(leftovers.Look), Is.True);
        await cancellation.CancelAsync();
        Assert.That(() => start, Throws.InstanceOf<OperationCanceledException>());
        await leftovers.AssertNoneAsync();
    }

    [Test]
    public void A_kernel_argument_reaches_the_kernel()
    {
        // An init that is not there: the kernel panics, and the reason is its own.
        var options = new QemuGuestOptions { Kernel = "bookworm", Accelerator = AcceleratorChoice.Tcg, KernelArguments = ["rdinit=/none", "init=/none"] };
        Assert.That(
            () => QemuGuest.StartAsync(options, new Progress<string>(), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("kernel panic: VFS: Unable to mount root fs"));
    }

    [Test]
    public async Task An_image_boots_by_its_path_with_the_modules_beside_it()
    {
        var path = (await SharedGuests.GetAsync("bookworm")).Kernel.Path;
        await using var guest = await StartAsync(path);
        Assert.That(guest.Facts.Kernel, Is.EqualTo(path));
    }

    [Test]
    public async Task A_kernel_without_its_drivers_says_what_it_needs()
    {
        using var folder = new TemporaryFolder();
        File.Copy((await SharedGuests.GetAsync("bookworm")).Kernel.Path, folder.At("bzImage"));
        Assert.That(
            () => StartAsync(folder.At("bzImage")),
            Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("no network device: this kernel needs virtio-pci and virtio-net"));
    }

    private static Task<QemuGuest> StartAsync(string kernel, bool isCold = false) =>
        QemuGuest.StartAsync(
            new QemuGuestOptions { Kernel = kernel, Accelerator = AcceleratorChoice.Tcg, UsesSnapshots = !isCold }, new Progress<string>(), CancellationToken.None);

    private static async Task AssertLostAsync(QemuGuest guest, string reason)
    {
        var job = new AgentJob(new AgentProgram([new ObserveOperation(0)], ["parent"]), Deadline);
        var ends = new List<ObservedRun>();
        // The guest may still be alive for the first of them.
        do
        {
            await foreach (var run in guest.RunAsync([job], CancellationToken.None))
                ends.Add(run);
        }
        while (ends[^1].End == RunEnd.Completed);

        Assert.That(ends[^1].End, Is.EqualTo(RunEnd.Lost));
        Assert.That(ends[^1].Reason, Does.Contain(reason));
    }
}
