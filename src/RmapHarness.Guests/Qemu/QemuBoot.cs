using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu;

/// <summary>Boots a guest with the accelerator that works.</summary>
internal sealed class QemuBoot(
    QemuGuestOptions options, string qemu, HarnessCache cache, KernelImage kernel, GuestImage image, IProgress<string> progress)
{
    /// <summary>Boots it.</summary>
    /// <exception cref="TargetUnavailableException">It does not boot.</exception>
    public async Task<QemuGuest> StartAsync(CancellationToken cancellation)
    {
        if (options.Accelerator != AcceleratorChoice.Auto)
        {
            if (options.Accelerator == AcceleratorChoice.Kvm && kernel.Architecture != HostArchitecture.Current)
                throw new TargetUnavailableException("KVM cannot run a kernel of another architecture than this machine's");
            var chosen = options.Accelerator == AcceleratorChoice.Kvm ? Accelerator.Kvm : Accelerator.Tcg;
            return await BootAsync(chosen, null, cancellation).ConfigureAwait(false);
        }

        if (kernel.Architecture != HostArchitecture.Current)
        {
            progress.Report("using TCG: the kernel is for another architecture than this machine's");
            return await BootAsync(Accelerator.Tcg, null, cancellation).ConfigureAwait(false);
        }

        var memory = new AcceleratorMemory(cache, qemu);
        if (memory.ReasonAgainstKvm() is { } reason)
        {
            progress.Report($"using TCG: {reason}");
            return await BootAsync(Accelerator.Tcg, null, cancellation).ConfigureAwait(false);
        }

        try
        {
            return await BootAsync(Accelerator.Kvm, GuestDeadlines.KvmTrial, cancellation).ConfigureAwait(false);
        }
        catch (TargetUnavailableException failure)
        {
            progress.Report($"using TCG: KVM does not work here: {failure.Message}");
        }

        var guest = await BootAsync(Accelerator.Tcg, null, cancellation).ConfigureAwait(false);
        memory.KvmDoesNotWork();
        return guest;
    }

    private async Task<QemuGuest> BootAsync(Accelerator accelerator, TimeSpan? trial, CancellationToken cancellation)
    {
        progress.Report($"booting {kernel.Release} ({accelerator.Name})");
        var deadlines = options.Deadlines ?? (accelerator == Accelerator.Kvm ? GuestDeadlines.Kvm : GuestDeadlines.Tcg);
        var serial = SerialLogs.Create(options.SerialLogDirectory, cache, kernel);
        var directory = PrivateDirectory.Create();
        QemuMachine? machine = null;
        try
        {
            var qmp = directory.At("qmp");
            var arguments = QemuCommandLine.Build(kernel, image, accelerator, options, serial.Path, qmp);
            machine = await QemuMachine.StartAsync(qemu, arguments, serial, qmp, deadlines).ConfigureAwait(false);
            await machine.WaitUntilReadyAsync(trial ?? deadlines.Boot, cancellation).ConfigureAwait(false);
            return await QemuGuest.AttachAsync(directory, machine, serial, kernel, image, accelerator, deadlines, cancellation).ConfigureAwait(false);
        }
        catch
        {
            if (machine is not null)
                await machine.DisposeAsync().ConfigureAwait(false);
            directory.Dispose();
            throw;
        }
    }
}
