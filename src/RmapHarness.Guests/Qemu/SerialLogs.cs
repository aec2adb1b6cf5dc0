using System.Globalization;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Qemu;

/// <summary>Names serial logs, and removes old ones from the cache.</summary>
internal static class SerialLogs
{
    private const int KeptLogs = 20;
    private static int count;

    /// <summary>A new log's place: in <paramref name="directory"/>, or in the cache if that is null.</summary>
    public static SerialLog Create(string? directory, HarnessCache cache, KernelImage kernel)
    {
        var folder = directory is null ? Path.Combine(cache.Root, "logs") : Path.GetFullPath(directory);
        Directory.CreateDirectory(folder);
        if (directory is null)
        {
            foreach (var old in new DirectoryInfo(folder).EnumerateFiles("*.log").OrderByDescending(log => log.LastWriteTimeUtc).Skip(KeptLogs - 1))
                old.Delete();
        }

        var name = string.Create(
            CultureInfo.InvariantCulture, $"serial-{kernel.Release}-{Environment.ProcessId}-{Interlocked.Increment(ref count)}.log");
        return new SerialLog(Path.Combine(folder, name));
    }
}
