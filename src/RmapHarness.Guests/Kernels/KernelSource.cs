using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Kernels;

/// <summary>Finds the kernel that a name or a path stands for; fetches it if it has to.</summary>
/// <param name="catalogue">The kernels with names.</param>
/// <param name="cache">Where fetched kernels are kept.</param>
public sealed class KernelSource(KernelCatalogue catalogue, HarnessCache cache)
{
    private const string Kind = "kernels";
    private static readonly TimeSpan FetchDeadline = TimeSpan.FromMinutes(20);

    /// <summary>Checks a name without fetching anything: it is in the catalogue, or a file.</summary>
    /// <exception cref="UnknownKernelException">It is neither; the message has a suggestion.</exception>
    public void Check(string nameOrPath)
    {
        if (catalogue.Find(nameOrPath) is null && !File.Exists(nameOrPath))
            throw new UnknownKernelException(nameOrPath, catalogue.Suggest(nameOrPath));
    }

    /// <summary>Returns the kernel, fetched and checked.</summary>
    /// <param name="nameOrPath">A name of the catalogue, or the path of an image.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops a fetch.</param>
    /// <exception cref="UnknownKernelException">It is neither a name nor a file.</exception>
    /// <exception cref="TargetUnavailableException">It cannot be fetched, or the file is not a kernel image.</exception>
    public async Task<KernelImage> ResolveAsync(string nameOrPath, IProgress<string> progress, CancellationToken cancellation)
    {
        Check(nameOrPath);
        if (catalogue.Find(nameOrPath) is { } entry)
            return await FetchAsync(entry, progress, cancellation).ConfigureAwait(false);
        var path = Path.GetFullPath(nameOrPath);
        var release = BzImage.ReadRelease(path);
        var folder = Path.GetDirectoryName(path)!;
        return new KernelImage(
            nameOrPath,
            path,
            Architecture.X86_64,
            release,
            // Beside the image, where `make modules_install INSTALL_MOD_PATH=` of its build puts them, or this machine's own.
            FirstDirectory(Path.Combine(folder, "lib/modules", release), Path.Combine("/lib/modules", release)),
            FirstFile(Path.Combine(folder, "config"), Path.Combine(folder, $"config-{release}"), Path.Combine("/boot", $"config-{release}")));
    }

    private async Task<KernelImage> FetchAsync(KernelEntry entry, IProgress<string> progress, CancellationToken cancellation)
    {
        if (entry.Architecture != Architecture.X86_64)
            throw new TargetUnavailableException($"kernel '{entry.Name}' is for {entry.Architecture}; only x86_64 guests can be booted yet");
        var directory = await cache.GetAsync(
            Kind,
            $"{entry.Suite}-{entry.Flavour}",
            async partial =>
            {
                progress.Report($"fetching kernel {entry.Name}: linux-image-{entry.Flavour} of Debian {entry.Suite}");
                await Tool.RunAsync(
                    Path.Combine(HarnessFiles.VmDirectory(), "fetch-kernel.sh"),
                    [entry.Suite, entry.DebianArchitecture, entry.Flavour, partial],
                    FetchDeadline,
                    cancellation).ConfigureAwait(false);
                _ = BzImage.ReadRelease(Path.Combine(partial, "vmlinuz"));
            },
            FetchDeadline,
            cancellation).ConfigureAwait(false);
        var image = Path.Combine(directory, "vmlinuz");
        var release = BzImage.ReadRelease(image);
        return new KernelImage(
            entry.Name,
            image,
            entry.Architecture,
            release,
            FirstDirectory(Path.Combine(directory, "lib/modules", release)),
            FirstFile(Path.Combine(directory, "config")));
    }

    private static string? FirstDirectory(params string[] candidates) => candidates.FirstOrDefault(Directory.Exists);

    private static string? FirstFile(params string[] candidates) => candidates.FirstOrDefault(File.Exists);
}
