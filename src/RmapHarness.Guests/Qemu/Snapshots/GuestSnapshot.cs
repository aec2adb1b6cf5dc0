using Microsoft.Win32.SafeHandles;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu.Snapshots;

/// <summary>The snapshot of one kind of guest, as it is once its SSH server listens and nobody has logged in.</summary>
internal sealed class GuestSnapshot(
    string qemu, HarnessCache cache, KernelImage kernel, GuestImage image, Accelerator accelerator, QemuGuestOptions options, IProgress<string> progress)
{
    private readonly SnapshotStore store = new(cache) { LeastFree = options.LeastFreeBytes };

    /// <summary>What it is, or would be, made from.</summary>
    public string Key { get; } =
        SnapshotKey.Of(kernel, image, qemu, QemuCommandLine.Build(kernel, image, accelerator, options, "", ""));

    /// <summary>Opens it; null if there is none.</summary>
    public FileStream? Open() => store.Open(Key);

    /// <summary>Whether a file is what was written as this snapshot. A file that cannot be read is not.</summary>
    public bool IsIntact(SafeFileHandle file)
    {
        try
        {
            return SnapshotFile.IsIntact(file, Key);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Removes it.</summary>
    public void Remove() => store.Remove(Key);

    /// <summary>Makes it; where that fails, the machine goes on without, and one line says why.</summary>
    public async Task SaveAsync(MachineState state, CancellationToken cancellation)
    {
        try
        {
            await store.AddAsync(Key, file => state.SaveAsync(file, Key, cancellation)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is QmpException or IOException or UnauthorizedAccessException)
        {
            progress.Report($"no snapshot was made: {failure.Message}");
        }
    }
}
