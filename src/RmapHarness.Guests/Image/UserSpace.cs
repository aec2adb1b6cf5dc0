using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Image;

/// <summary>The guest's programs but for the agent: this machine's own, or another architecture's from Debian packages.</summary>
/// <param name="cache">Where fetched ones are kept, and which libraries programs need.</param>
internal sealed class UserSpace(HarnessCache cache)
{
    private const string Kind = "userspace";
    private const string Suite = "bookworm";
    private const uint Program = 0b111_101_101;
    private static readonly string[] Programs = ["busybox", "dropbear"];
    private static readonly TimeSpan FetchDeadline = TimeSpan.FromMinutes(10);

    /// <summary>The files of an architecture's user space.</summary>
    /// <exception cref="TargetUnavailableException">A program or library is missing, or the packages cannot be fetched.</exception>
    public async Task<IReadOnlyList<ImageFile>> GetAsync(Architecture architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        if (architecture != HostArchitecture.Current)
            return await FetchAsync(architecture.DebianName(), progress, cancellation).ConfigureAwait(false);
        return [.. (await Task.WhenAll(Programs.Select(name => WithLibrariesAsync(name, cancellation))).ConfigureAwait(false)).SelectMany(files => files)];
    }

    private async Task<IReadOnlyList<ImageFile>> WithLibrariesAsync(string name, CancellationToken cancellation)
    {
        var path = HostTools.Find(name);
        var libraries = await SharedLibraries.OfAsync(cache, path, cancellation).ConfigureAwait(false);
        return [new ImageFile($"bin/{name}", path, Program), .. libraries.Select(library => new ImageFile(library.TrimStart('/'), library, Program))];
    }

    private async Task<IReadOnlyList<ImageFile>> FetchAsync(string architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        var directory = await new FetchScript(cache, Kind, "fetch-userspace.sh", FetchDeadline).GetAsync(
            $"{Suite}-{architecture}", $"fetching the guest's user space for {architecture}", [Suite, architecture], null, progress, cancellation).ConfigureAwait(false);
        return
        [
            .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file => new ImageFile(Path.GetRelativePath(directory, file), file, Program)),
        ];
    }
}
