namespace RmapHarness.Guests.Host;

/// <summary>The programs of this machine that the harness runs, and the Debian packages that hold them.</summary>
public static class HostTools
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["qemu-system-x86_64"] = "qemu-system-x86",
        ["qemu-system-aarch64"] = "qemu-system-arm",
        ["aarch64-linux-gnu-gcc"] = "gcc-aarch64-linux-gnu",
        ["ssh"] = "openssh-client",
        ["ssh-keygen"] = "openssh-client",
        ["dropbear"] = "dropbear-bin",
        ["dropbearkey"] = "dropbear-bin",
        ["busybox"] = "busybox-static",
        ["make"] = "make",
        ["xz"] = "xz-utils",
        ["zstd"] = "zstd",
        ["gzip"] = "gzip",
        ["depmod"] = "kmod",
        ["ldd"] = "libc-bin",
        ["setpriv"] = "util-linux",
        ["setsid"] = "util-linux",
        ["bash"] = "bash",
    };

    /// <summary>Where a program is.</summary>
    /// <param name="program">A path, or a name to be looked up in PATH and the system's own folders.</param>
    /// <exception cref="TargetUnavailableException">It is not here; the message names the package that has it.</exception>
    public static string Find(string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        IEnumerable<string> candidates = program.Contains('/')
            ? [program]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
                // A user's PATH often lacks sbin, where dropbear and depmod are.
                .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
                .Select(folder => Path.Combine(folder, program));
        return candidates.FirstOrDefault(IsExecutable)
            ?? throw new TargetUnavailableException(
                $"{program} is not installed" + (Packages.TryGetValue(Path.GetFileName(program), out var package) ? $" (Debian package {package})" : ""));
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && Mono.Unix.Native.Syscall.access(path, Mono.Unix.Native.AccessModes.X_OK) == 0;
}
