using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Kernels;

/// <summary>Every kernel of an architecture that can be had without building one.</summary>
/// <param name="Names">Names in release order; kernels of two names are there once.</param>
/// <param name="Gone">The others: by name, why they cannot be had.</param>
public sealed record AllKernels(IReadOnlyList<string> Names, IReadOnlyList<KeyValuePair<string, string>> Gone)
{
    /// <summary>Finds them: the catalogue's, those of Debian's index, and those that were built. Fetches what is not here.</summary>
    /// <param name="catalogue">The kernels with names.</param>
    /// <param name="cache">Where kernels are kept.</param>
    /// <param name="architecture">What they must be for; null: what the default kernel is for.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<AllKernels> FindAsync(
        KernelCatalogue catalogue, HarnessCache cache, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var machine = architecture ?? catalogue.Default.Architecture;
        var source = new KernelSource(catalogue, cache);
        var found = new List<(string Name, string Release)>();
        var gone = new List<KeyValuePair<string, string>>();
        var entries = catalogue.Entries.ToList();
        try
        {
            entries.AddRange(await new KernelIndex(cache).GetAsync(progress, cancellation).ConfigureAwait(false));
        }
        catch (TargetUnavailableException failure)
        {
            gone.Add(new("the kernels of Debian's index", failure.Message));
        }

        foreach (var entry in entries.Where(entry => entry.Architecture == machine))
            await AddAsync(entry.Name, source.CachedRelease(entry) is null ? entry.GoneReason : null, entry.Flavour).ConfigureAwait(false);
        foreach (var name in new KernelBuilds(cache).Names().Where(name => source.BuiltArchitecture(name) == machine))
            await AddAsync(name, null, null).ConfigureAwait(false);
        return new AllKernels([.. found.OrderBy(kernel => KernelVersion.Parse(kernel.Release)).Select(kernel => kernel.Name)], gone);

        async Task AddAsync(string name, string? goneReason, string? release)
        {
            // A kernel of the index has its release for a flavour; the catalogue may have the same one.
            if (found.Any(known => known.Release == release))
                return;
            try
            {
                if (goneReason is not null)
                    throw new TargetUnavailableException(goneReason);
                var kernel = await source.ResolveAsync(name, progress, cancellation).ConfigureAwait(false);
                // Two suites may have the same one.
                if (found.All(known => known.Release != kernel.Release))
                    found.Add((name, kernel.Release));
            }
            catch (TargetUnavailableException failure)
            {
                gone.Add(new(name, failure.Message));
            }
        }
    }
}
