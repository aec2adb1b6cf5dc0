using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;

namespace RmapHarness.Guests.Kernels;

/// <summary>Finds the kernel that a name or a path stands for; fetches it if it has to.</summary>
/// <param name="catalogue">The kernels with names.</param>
/// <param name="cache">Where fetched kernels are kept.</param>
public sealed class KernelSource(KernelCatalogue catalogue, HarnessCache cache)
{
    /// <summary>What a kernel's image is called in its folder.</summary>
    internal const string ImageName = "vmlinuz";

    private const string ConfigName = "config";
    private const string AptError = "E: ";
    private const string Configs = "configs";
    private const int KeptConfigs = 16;
    private static readonly TimeSpan ExtractDeadline = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Finds the kernel that is meant, without fetching it. Where a name stands for kernels of several architectures (trixie and
    /// trixie-arm64), <paramref name="architecture"/> says which.
    /// </summary>
    /// <param name="nameOrPath">A name, the path of an image, or null for the default.</param>
    /// <param name="architecture">The architecture that was asked for, or null for what the name says.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The name or path, and what it runs on.</returns>
    /// <exception cref="UnknownKernelException">It is neither a name nor a file, or not for that architecture.</exception>
    /// <exception cref="TargetUnavailableException">The file is not a kernel image, or Debian's index cannot be had.</exception>
    public async Task<(string Name, Architecture Architecture)> FindAsync(
        string? nameOrPath, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        var name = nameOrPath ?? catalogue.Default.Name;
        // The plain name is x86_64's.
        if (architecture == Architecture.Arm64 && await EntryAsync($"{name}-{Architecture.Arm64.DebianName()}", progress, cancellation).ConfigureAwait(false) is { } sibling)
            return (sibling.Name, sibling.Architecture);
        var entry = await EntryAsync(name, progress, cancellation).ConfigureAwait(false);
        var recipe = catalogue.FindRecipe(name);
        var built = BuiltImage(name);
        if (entry is null && recipe is null && built is null && !File.Exists(name))
            throw new UnknownKernelException(name, catalogue.Suggest(name));
        var found = entry?.Architecture ?? recipe?.Architecture ?? KernelHeader.Read(built ?? name).Architecture;
        return architecture is null || found == architecture ? (name, found) : throw new UnknownKernelException(name, found);
    }

    /// <summary>Returns the kernel, fetched and checked.</summary>
    /// <param name="nameOrPath">A name of the catalogue, or the path of an image.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops a fetch.</param>
    /// <exception cref="UnknownKernelException">It is neither a name nor a file.</exception>
    /// <exception cref="TargetUnavailableException">It cannot be fetched, or the file is not a kernel image.</exception>
    public async Task<KernelImage> ResolveAsync(string nameOrPath, IProgress<string> progress, CancellationToken cancellation)
    {
        if (await EntryAsync(nameOrPath, progress, cancellation).ConfigureAwait(false) is { } entry)
            return await FetchAsync(entry, progress, cancellation).ConfigureAwait(false);
        if (BuiltImage(nameOrPath) is { } built)
            return Image(nameOrPath, built, KernelHeader.Read(built), [], [Path.Combine(Path.GetDirectoryName(built)!, ConfigName)]);
        if (catalogue.FindRecipe(nameOrPath) is not null)
            throw new TargetUnavailableException($"kernel '{nameOrPath}' is not built yet: ./run.sh kernels build {nameOrPath}") { IsLasting = true };
        if (!File.Exists(nameOrPath))
            throw new UnknownKernelException(nameOrPath, catalogue.Suggest(nameOrPath));
        var path = Path.GetFullPath(nameOrPath);
        var header = KernelHeader.Read(path);
        var folder = Path.GetDirectoryName(path)!;
        var kernel = Image(
            nameOrPath,
            path,
            header,
            // Beside the image, where `make modules_install INSTALL_MOD_PATH=` of its build puts them, or this machine's own.
            [Path.Combine(folder, "lib/modules", header.Release), Path.Combine("/lib/modules", header.Release)],
            [Path.Combine(folder, "config"), Path.Combine(folder, $"config-{header.Release}"), Path.Combine("/boot", $"config-{header.Release}")]);
        return kernel.ConfigPath is null && await ExtractConfigAsync(path, cancellation).ConfigureAwait(false) is { } config
            ? kernel with { ConfigPath = config }
            : kernel;
    }

    /// <summary>
    /// Looks for newer builds of kernels of the catalogue that are in the cache, at most once a night, and fetches them. Where the archive cannot
    /// be asked, <paramref name="progress"/> is told in one line for each suite, and what is here stays.
    /// </summary>
    /// <param name="names">Names or paths; what is not of the catalogue, or not in the cache, is left alone.</param>
    /// <param name="progress">Told what takes time, and what became of it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task RenewAsync(IEnumerable<string> names, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(progress);
        foreach (var suite in names.Distinct(StringComparer.Ordinal).Select(catalogue.Find).OfType<KernelEntry>().GroupBy(entry => entry.Suite))
        {
            try
            {
                foreach (var entry in suite)
                {
                    var before = CachedRelease(entry);
                    if (await new FetchedKernels(cache).RenewAsync(entry, progress, cancellation).ConfigureAwait(false))
                        progress.Report($"{entry.Name}: {CachedRelease(entry)} is the newest build now; it was {(CachedRelease(entry) == before ? "the same release" : before)}");
                }
            }
            catch (TargetUnavailableException failure)
            {
                progress.Report($"{failure.Message}{WhyOf(failure)}; going on with the builds of Debian {suite.Key} that are here");
            }
        }
    }

    // The first of apt's errors is the cause of the others.
    private static string WhyOf(TargetUnavailableException failure) =>
        failure.Detail.Split('\n').FirstOrDefault(line => line.StartsWith(AptError, StringComparison.Ordinal)) is { } why ? $" ({why[AptError.Length..].Trim()})" : "";

    // Kept by content: an image of the same name may be another one the next time.
    private async Task<string?> ExtractConfigAsync(string image, CancellationToken cancellation)
    {
        var directory = await cache.GetAsync(
            Configs,
            new ContentHash().AddFile(image).ToString(),
            partial => Ikconfig.ExtractAsync(image, Path.Combine(partial, ConfigName), cancellation),
            ExtractDeadline,
            cancellation).ConfigureAwait(false);
        cache.Prune(Configs, "", KeptConfigs);
        var config = Path.Combine(directory, ConfigName);
        return File.Exists(config) ? config : null;
    }

    private string? BuiltImage(string name) => new KernelBuilds(cache).Find(name) is { } folder ? Path.Combine(folder, ImageName) : null;

    private async Task<KernelEntry?> EntryAsync(string name, IProgress<string> progress, CancellationToken cancellation)
    {
        if (catalogue.Find(name) is { } entry)
            return entry;
        // A file may have a number for a name.
        if (!KernelIndex.IsName(name) || File.Exists(name))
            return null;
        var indexed = await new KernelIndex(cache).GetAsync(progress, cancellation).ConfigureAwait(false);
        return indexed.FirstOrDefault(candidate => candidate.Name == name);
    }

    /// <summary>The release of a kernel of the catalogue or the index, if it is in the cache.</summary>
    /// <exception cref="TargetUnavailableException">What is in the cache is not a kernel.</exception>
    public string? CachedRelease(KernelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new FetchedKernels(cache).Find(entry) is { } folder ? KernelHeader.Read(Path.Combine(folder, ImageName)).Release : null;
    }

    /// <summary>The release of a kernel that was built, if it was.</summary>
    /// <exception cref="TargetUnavailableException">What is in the cache is not a kernel.</exception>
    public string? BuiltRelease(string name) => BuiltImage(name) is { } image ? KernelHeader.Read(image).Release : null;

    /// <summary>What a kernel that was built runs on.</summary>
    /// <exception cref="TargetUnavailableException">There is none, or what is in the cache is not a kernel.</exception>
    public Architecture BuiltArchitecture(string name) =>
        KernelHeader.Read(BuiltImage(name) ?? throw new TargetUnavailableException($"kernel '{name}' is not built")).Architecture;

    private async Task<KernelImage> FetchAsync(KernelEntry entry, IProgress<string> progress, CancellationToken cancellation)
    {
        var directory = await new FetchedKernels(cache).GetAsync(entry, progress, cancellation).ConfigureAwait(false);
        var image = Path.Combine(directory, ImageName);
        var header = KernelHeader.Read(image);
        return Image(
            entry.Name, image, header, [Path.Combine(directory, "lib/modules", header.Release)], [Path.Combine(directory, ConfigName)]);
    }

    private static KernelImage Image(string name, string path, KernelHeader header, string[] modules, string[] configs) =>
        new(name, path, header.Architecture, header.Release, modules.FirstOrDefault(Directory.Exists), configs.FirstOrDefault(File.Exists))
        {
            PageSize = header.PageSize,
        };
}
