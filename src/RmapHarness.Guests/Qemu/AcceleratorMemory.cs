using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;

namespace RmapHarness.Guests.Qemu;

/// <summary>
/// Remembers that KVM does not work, for a QEMU on this machine until it boots again. That KVM exists says nothing: only a
/// guest that did not boot with it and did boot without it does.
/// </summary>
/// <param name="cache">Where it is written.</param>
/// <param name="qemu">QEMU's path.</param>
internal sealed class AcceleratorMemory(HarnessCache cache, string qemu)
{
    private const string Device = "/dev/kvm";
    private const string BootIdentity = "/proc/sys/kernel/random/boot_id";
    private const string MachineIdentity = "/etc/machine-id";

    private string Note => Path.Combine(
        cache.Root,
        "accelerators",
        new ContentHash().Add(Read(MachineIdentity)).Add(Read(BootIdentity)).Add(qemu).Add(File.GetLastWriteTimeUtc(qemu).ToString("O")).ToString());

    /// <summary>Why there is no need to try KVM, or null if it must be tried.</summary>
    public string? ReasonAgainstKvm()
    {
        if (Mono.Unix.Native.Syscall.access(Device, Mono.Unix.Native.AccessModes.R_OK | Mono.Unix.Native.AccessModes.W_OK) != 0)
            return $"{Device} cannot be opened";
        return File.Exists(Note) ? "KVM did not boot a guest on this machine before" : null;
    }

    /// <summary>Remembers it.</summary>
    public void KvmDoesNotWork()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Note)!);
        File.WriteAllText(Note, "KVM does not boot a guest that TCG boots\n");
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
