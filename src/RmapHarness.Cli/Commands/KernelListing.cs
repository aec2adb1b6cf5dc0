using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Commands;

/// <summary>The kernels that have names, as a table.</summary>
internal sealed class KernelListing(KernelCatalogue catalogue, HarnessCache cache)
{
    private static readonly string[] Header = ["name", "architecture", "release", "state", "about"];

    /// <summary>The lines of the table: name, architecture, release where it is known, state, and a few words.</summary>
    /// <param name="indexed">The kernels of Debian's index.</param>
    public IEnumerable<string> Lines(IReadOnlyList<KernelEntry> indexed)
    {
        var rows = Rows(indexed).Prepend(Header).ToList();
        var widths = Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row => string.Join("  ", row.Zip(widths, (text, width) => text.PadRight(width))).TrimEnd());
    }

    private IEnumerable<string[]> Rows(IReadOnlyList<KernelEntry> indexed)
    {
        var source = new KernelSource(catalogue, cache);
        foreach (var entry in catalogue.Entries)
        {
            var release = source.CachedRelease(entry);
            yield return Row(entry.Name, entry.Architecture, release, release is null ? "not fetched" : "fetched", entry.About);
        }

        foreach (var entry in indexed)
        {
            // The flavour of the index is the release.
            var state = source.CachedRelease(entry) is null ? "not fetched" : "fetched";
            yield return Row(entry.Name, entry.Architecture, entry.Flavour, state, entry.About);
        }

        foreach (var recipe in catalogue.Recipes)
        {
            var release = source.BuiltRelease(recipe.Name);
            yield return Row(recipe.Name, recipe.Architecture, release, release is null ? "not built" : "built", recipe.About);
        }

        foreach (var name in new KernelBuilds(cache).Names().Where(name => catalogue.FindRecipe(name) is null))
            yield return Row(name, source.BuiltArchitecture(name), source.BuiltRelease(name), "built", "");
    }

    private static string[] Row(string name, Architecture architecture, string? release, string state, string about) =>
        [name, architecture.Name(), release ?? "-", state, about];
}
