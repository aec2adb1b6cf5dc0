using System.Globalization;
using System.Text.RegularExpressions;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Kernels;

/// <summary>
/// The kernels that have a number for a name: every minor release that trixie-backports indexes, as 7.1 (x86_64), 7.1-arm64 and
/// 7.1-arm64-16k. The index is asked once a day.
/// </summary>
/// <param name="cache">Where the answer is kept.</param>
public sealed partial class KernelIndex(HarnessCache cache)
{
    private const string Kind = "index";
    private const string Suite = "trixie-backports";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Whether a kernel of such a name would be in the index.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>All kernels of the index, each architecture's oldest first.</summary>
    /// <exception cref="TargetUnavailableException">The index cannot be had.</exception>
    public async Task<IReadOnlyList<KernelEntry>> GetAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var directory = await new FetchScript(cache, Kind, "list-kernels.sh", Deadline).GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Suite}-{DateTime.UtcNow:yyyy-MM-dd}"),
            $"asking which kernels Debian {Suite} has",
            [Suite],
            _ => cache.Prune(Kind, Suite, keep: 0),
            progress,
            cancellation).ConfigureAwait(false);
        var lines = await File.ReadAllLinesAsync(Path.Combine(directory, "kernels"), cancellation).ConfigureAwait(false);
        return [.. lines.Select(Parse)];
    }

    /// <summary>Reads a line: DEBIAN-ARCHITECTURE MINOR RELEASE FLAVOUR complete|partial.</summary>
    internal static KernelEntry Parse(string line)
    {
        if (line.Split(' ') is not [var architecture, var minor, var release, var flavour, ("complete" or "partial") and var state])
            throw new FormatException($"not a line of the kernel index: {line}");
        var name = flavour switch { "cloud-amd64" => minor, "cloud-arm64" => $"{minor}-arm64", _ => $"{minor}-{flavour}" };
        var gone = state == "complete" ? null : "its modules are gone from Debian's index";
        return new KernelEntry(
            name, Suite, architecture == "amd64" ? Architecture.X86_64 : Architecture.Arm64, release, gone ?? $"Debian's last {minor}")
        {
            GoneReason = gone,
        };
    }

    [GeneratedRegex(@"^\d+\.\d+(-arm64(-16k)?)?$")]
    private static partial Regex Name();
}
