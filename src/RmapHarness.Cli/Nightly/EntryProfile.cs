using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Reports.Json;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Nightly;

/// <summary>What results tell of a kernel, as findings ask for it.</summary>
internal static class EntryProfile
{
    private const string NoMarkers = "userfaultfd_wp_async=no";

    // Asynchronous protection came then, and needs the markers.
    private static readonly KernelVersion Asynchronous = new(6, 7);

    /// <summary>The profile.</summary>
    public static KernelProfile Of(KernelEntry entry)
    {
        var version = KernelVersion.Parse(entry.Release);
        return new KernelProfile(
            version,
            ArchitectureNames.All[entry.Arch],
            Geometry.ForPageSize(entry.PageSize),
            Words.Find<AccountingScheme>(entry.Scheme)!.Value,
            Words.Find<SharingTracker>(entry.Sharing)!.Value)
        {
            HasUffdMarkers = version < Asynchronous || !entry.Facts.Contains(NoMarkers, StringComparison.Ordinal),
        };
    }
}
