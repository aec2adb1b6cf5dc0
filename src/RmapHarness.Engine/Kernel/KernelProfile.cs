using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Engine.Kernel;

/// <summary>Everything about a kernel that the model's answers depend on.</summary>
/// <param name="Version">Release number.</param>
/// <param name="Architecture">Machine.</param>
/// <param name="Geometry">Page table shape.</param>
/// <param name="Scheme">Accounting of large folios.</param>
/// <param name="Tracker">Who-maps-it tracker of large folios.</param>
public sealed partial record KernelProfile(
    KernelVersion Version,
    Architecture Architecture,
    Geometry Geometry,
    AccountingScheme Scheme,
    SharingTracker Tracker);
