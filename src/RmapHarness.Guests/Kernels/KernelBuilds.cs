using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;

namespace RmapHarness.Guests.Kernels;

/// <summary>
/// Builds kernels and keeps them by name. What was built from the same source, configuration and patches is not built again; another
/// build of a recipe reuses the objects of the last one.
/// </summary>
/// <param name="cache">Where kernels, sources and objects are kept.</param>
public sealed class KernelBuilds(HarnessCache cache)
{
    private const string Kind = "builds";
    private const string Sources = "sources";
    private const string WorkFolder = ".work";
    private const int KeptBuilds = 4;
    private const int RefusedStatus = 65;
    private static readonly TimeSpan FetchDeadline = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BuildDeadline = TimeSpan.FromHours(3);

    /// <summary>The names of all kernels that were built, in their order.</summary>
    public IReadOnlyList<string> Names()
    {
        var folder = Path.Combine(cache.Root, Kind);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => Find(name) is not null).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The folder of the newest kernel of a name, or null if none was built.</summary>
    public string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folder = new DirectoryInfo(Path.Combine(cache.Root, Kind, name));
        // What a name cannot have would lead elsewhere.
        return IsName(name) && folder.Exists
            ? folder.EnumerateDirectories().Where(IsFinished).MaxBy(build => build.LastWriteTimeUtc)?.FullName
            : null;
    }

    /// <summary>Whether a kernel may be called that: letters, digits, and . _ - between them.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 40
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
    }

    /// <summary>Builds a kernel, unless it is there.</summary>
    /// <param name="recipe">What to build.</param>
    /// <param name="changes">What to change of it.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops it; what was compiled stays for the next build.</param>
    /// <returns>The folder with vmlinuz and config.</returns>
    /// <exception cref="TargetUnavailableException">
    /// The source cannot be had, or it does not compile; the detail says.
    /// </exception>
    /// <exception cref="KernelChangesException">A patch does not apply, or an option was dropped.</exception>
    public async Task<string> BuildAsync(
        KernelRecipe recipe, KernelChanges changes, string name, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(progress);
        if (!IsName(name))
            throw new ArgumentException($"a kernel cannot be called '{name}'", nameof(name));
        var fragments = recipe.Fragments.Select(fragment => Path.Combine(HarnessFiles.VmDirectory(), "configs", fragment + ".config")).ToList();
        await HostPackages.EnsureAsync("build", progress, cancellation).ConfigureAwait(false);
        await HostPackages.EnsureAsync(recipe.Architecture, progress, cancellation).ConfigureAwait(false);
        var source = await SourceAsync(recipe.Source, progress, cancellation).ConfigureAwait(false);
        var build = await cache.GetAsync(
            Path.Combine(Kind, name),
            Hash(source, fragments, changes),
            async partial =>
            {
                progress.Report($"building kernel {name}");
                var work = Path.Combine(cache.Root, Kind, WorkFolder, recipe.Name);
                var told = new BuildProgress(name, Path.Combine(work, "objects"), progress, TimeProvider.System);
                await using var ticking = told.ConfigureAwait(false);
                await CompileAsync(
                    name,
                    [
                        source, work, recipe.Architecture.Name(), name, partial,
                        .. fragments.SelectMany(path => new[] { "--fragment", path }),
                        .. changes.Settings.SelectMany(setting => new[] { "--set", setting }),
                        .. changes.Patches.SelectMany(path => new[] { "--patch", Path.GetFullPath(path) }),
                    ],
                    cancellation).ConfigureAwait(false);
                _ = KernelHeader.Read(Path.Combine(partial, KernelSource.ImageName));
                cache.Prune(Path.Combine(Kind, name), "", KeptBuilds);
            },
            BuildDeadline,
            cancellation).ConfigureAwait(false);
        // The newest is the one that the name stands for.
        Directory.SetLastWriteTimeUtc(build, DateTime.UtcNow);
        return build;
    }

    private static async Task CompileAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        try
        {
            await Tool.RunAsync(Path.Combine(HarnessFiles.VmDirectory(), "build-kernel.sh"), arguments, BuildDeadline, cancellation).ConfigureAwait(false);
        }
        catch (TargetUnavailableException failure) when (failure.ToolStatus == RefusedStatus)
        {
            throw new KernelChangesException($"kernel {name} cannot be changed like that", failure.Detail, failure);
        }
    }

    private static bool IsFinished(DirectoryInfo build) => !build.Name.StartsWith('.');

    private static string Hash(string source, List<string> fragments, KernelChanges changes)
    {
        var hash = new ContentHash().Add(source);
        foreach (var file in fragments.Concat(changes.Patches))
            hash.AddFile(file);
        foreach (var setting in changes.Settings)
            hash.Add(setting);
        return hash.ToString();
    }

    private async Task<string> SourceAsync(string suite, IProgress<string> progress, CancellationToken cancellation)
    {
        var directory = await new FetchScript(cache, Sources, "fetch-source.sh", FetchDeadline)
            .GetAsync(suite, $"fetching the newest kernel source of Debian {suite}", [suite], null, progress, cancellation).ConfigureAwait(false);
        return Path.Combine(directory, "linux");
    }
}
