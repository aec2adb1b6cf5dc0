using System.Globalization;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Kernels;

/// <summary>
/// The kernels that came from Debian: a folder a build. A newer build gets a folder of its own, beside the one that others may be working with;
/// the newest is the one that the name stands for.
/// </summary>
/// <param name="cache">Where they are kept.</param>
internal sealed class FetchedKernels(HarnessCache cache)
{
    private const string Kind = "kernels";
    private const string Script = "fetch-kernel.sh";

    // What a build was made of, as the script writes it; its time says when the archive was last asked.
    private const string Packages = "packages";
    private const char BuildMark = '~';
    private const int KeptNewer = 2;
    private const int UnchangedStatus = 66;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Night = TimeSpan.FromHours(12);

    /// <summary>The folder of the newest build, or null if there is none.</summary>
    public string? Find(KernelEntry entry)
    {
        var folder = Path.Combine(cache.Root, Kind);
        var name = NameOf(entry);
        if (!Directory.Exists(folder))
            return null;
        return Directory.EnumerateDirectories(folder, $"{name}{BuildMark}*").Append(Path.Combine(folder, name)).Where(Directory.Exists).Max(StringComparer.Ordinal);
    }

    /// <summary>The folder of the newest build that is here; it is fetched if there is none.</summary>
    /// <exception cref="TargetUnavailableException">It cannot be fetched.</exception>
    public Task<string> GetAsync(KernelEntry entry, IProgress<string> progress, CancellationToken cancellation) => FetchAsync(
        entry,
        Find(entry) is { } here ? Path.GetFileName(here) : NameOf(entry),
        $"fetching kernel {entry.Name}: linux-image-{entry.Flavour} of Debian {entry.Suite}",
        null,
        progress,
        cancellation);

    /// <summary>Fetches a newer build of a kernel that is here, if its suite has one; asks no more than once a night.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="TargetUnavailableException">The archive cannot be asked, or the build not be fetched; what is here is as it was.</exception>
    public async Task<bool> RenewAsync(KernelEntry entry, IProgress<string> progress, CancellationToken cancellation)
    {
        if (Find(entry) is not { } here)
            return false;
        var packages = Path.Combine(here, Packages);
        if (!Mark(packages))
            return false;
        try
        {
            await FetchAsync(
                entry,
                string.Create(CultureInfo.InvariantCulture, $"{NameOf(entry)}{BuildMark}{DateTime.UtcNow:yyyyMMddTHHmmss}"),
                $"asking Debian {entry.Suite} for a newer build of kernel {entry.Name}",
                packages,
                progress,
                cancellation).ConfigureAwait(false);
            cache.Prune(Kind, $"{NameOf(entry)}{BuildMark}", KeptNewer);
            return true;
        }
        catch (TargetUnavailableException unchanged) when (unchanged.ToolStatus == UnchangedStatus)
        {
            return false;
        }
    }

    // Whatever becomes of the asking: a night that is gone on with must not get another kernel on the way.
    private static bool Mark(string packages)
    {
        try
        {
            // What an older version fetched has no list; an empty one is not that of any build.
            var isNew = !File.Exists(packages);
            if (!isNew && DateTime.UtcNow - File.GetLastWriteTimeUtc(packages) < Night)
                return false;
            if (isNew)
                File.WriteAllText(packages, "");
            else
                File.SetLastWriteTimeUtc(packages, DateTime.UtcNow);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetUnavailableException($"{packages} cannot be written: {failure.Message}", "", failure);
        }
    }

    private Task<string> FetchAsync(
        KernelEntry entry, string name, string what, string? packages, IProgress<string> progress, CancellationToken cancellation) =>
        new FetchScript(cache, Kind, Script, Deadline).GetAsync(
            name,
            what,
            [.. packages is null ? Array.Empty<string>() : ["--unless", packages], entry.Suite, entry.Architecture.DebianName(), entry.Flavour],
            partial => _ = KernelHeader.Read(Path.Combine(partial, KernelSource.ImageName)),
            progress,
            cancellation);

    private static string NameOf(KernelEntry entry) => $"{entry.Suite}-{entry.Flavour}";
}
