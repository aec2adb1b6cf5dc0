using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Matrix;

/// <summary>Kernels of one architecture, page size and scheme, in release order: what changes from one to the next came with the release.</summary>
/// <param name="Title">What they have in common.</param>
/// <param name="Kernels">Their results, the oldest release first.</param>
public sealed record Lineage(string Title, IReadOnlyList<KernelResults> Kernels)
{
    /// <summary>How each scenario ended along the releases, in the order of the scenarios.</summary>
    public IReadOnlyList<ScenarioHistory> Histories =>
        [.. Enumerable.Range(0, Kernels[0].Scenarios.Count).Select(index => ScenarioHistory.Of(Kernels, index))];

    /// <summary>Sorts kernels into lineages.</summary>
    /// <param name="results">Results of the same scenarios on each kernel.</param>
    public static IReadOnlyList<Lineage> Of(IReadOnlyList<KernelResults> results) =>
    [
        .. results.GroupBy(result => TitleOf(result.Kernel.Profile)).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Lineage(group.Key, [.. group.OrderBy(result => result.Kernel.Profile.Version)])),
    ];

    private static string TitleOf(KernelProfile profile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{profile.Architecture.Name()}, {profile.Geometry.PageSize >> 10} KiB pages, {Words.Of(profile.Scheme)}");
}
