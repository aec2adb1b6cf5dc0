using Microsoft.Win32.SafeHandles;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu.Snapshots;

namespace RmapHarness.Guests.Qemu;

/// <summary>Boots a guest with the accelerator that works, or restores it from a snapshot of an earlier boot.</summary>
internal sealed class QemuBoot(
    QemuGuestOptions options, string qemu, HarnessCache cache, KernelImage kernel, GuestImage image, IProgress<string> progress)
{
    /// <summary>Boots or restores it.</summary>
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
        var deadlines = options.Deadlines ?? (accelerator == Accelerator.Kvm ? GuestDeadlines.Kvm : GuestDeadlines.Tcg);
        var snapshot = options.UsesSnapshots ? new GuestSnapshot(qemu, cache, kernel, image, accelerator, options, progress) : null;
        if (snapshot?.Open() is { } state)
        {
            await using (state.ConfigureAwait(false))
            {
                if (await TryRestoreAsync(accelerator, deadlines, snapshot, state, cancellation).ConfigureAwait(false) is { } restored)
                    return restored;
            }
        }

        progress.Report($"booting {kernel.Release} ({accelerator.Name})");
        return await StartAsync(accelerator, deadlines, null, BringUpAsync, cancellation).ConfigureAwait(false);

        async Task BringUpAsync(QemuMachine machine, PrivateDirectory directory)
        {
            await machine.WaitUntilReadyAsync(trial ?? deadlines.Boot, cancellation).ConfigureAwait(false);
            if (snapshot is not null)
                await snapshot.SaveAsync(new MachineState(machine, directory, deadlines.Connect), cancellation).ConfigureAwait(false);
        }
    }

    // Whatever is wrong with a snapshot: a boot gives a guest all the same, and a better one of it.
    private async Task<QemuGuest?> TryRestoreAsync(
        Accelerator accelerator, GuestDeadlines deadlines, GuestSnapshot snapshot, FileStream state, CancellationToken cancellation)
    {
        progress.Report($"restoring {kernel.Release} ({accelerator.Name})");
        var reason = "it is not what was written";
        QemuGuest? guest = null;
        using var damaged = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Starting the guest keeps one processor busy; nobody gets it before its state is known to be intact.
        var check = Task.Run(CheckAsync, CancellationToken.None);
        try
        {
            guest = await StartAsync(accelerator, deadlines, state.SafeFileHandle, LoadAsync, damaged.Token).ConfigureAwait(false);
        }
        catch (TargetUnavailableException failure)
        {
            reason = failure.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The check did it.
        }
        finally
        {
            await check.ConfigureAwait(false);
        }

        if (guest is not null && !damaged.IsCancellationRequested)
            return guest;
        if (guest is not null)
            await guest.DisposeAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        progress.Report($"the snapshot is of no use: {reason}");
        snapshot.Remove();
        return null;

        async Task CheckAsync()
        {
            if (!snapshot.IsIntact(state.SafeFileHandle))
                await damaged.CancelAsync().ConfigureAwait(false);
        }

        async Task LoadAsync(QemuMachine machine, PrivateDirectory directory)
        {
            await machine.ConnectAsync(damaged.Token).ConfigureAwait(false);
            try
            {
                await new MachineState(machine, directory, deadlines.Connect).ResumeLoadedAsync(damaged.Token).ConfigureAwait(false);
            }
            catch (QmpException failure)
            {
                throw machine.Failure(failure.Message);
            }
        }
    }

    private async Task<QemuGuest> StartAsync(
        Accelerator accelerator,
        GuestDeadlines deadlines,
        SafeFileHandle? state,
        Func<QemuMachine, PrivateDirectory, Task> bringUp,
        CancellationToken cancellation)
    {
        var serial = SerialLogs.Create(options.SerialLogDirectory, cache, kernel);
        var directory = PrivateDirectory.Create();
        QemuMachine? machine = null;
        try
        {
            var qmp = directory.At("qmp");
            IReadOnlyList<string> command = [qemu, .. QemuCommandLine.Build(kernel, image, accelerator, options, serial.Path, qmp)];
            if (state is not null)
                command = MachineState.Incoming(command, state);
            machine = await QemuMachine.StartAsync(command, serial, qmp, deadlines).ConfigureAwait(false);
            await bringUp(machine, directory).ConfigureAwait(false);
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
