using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Bench;

/// <summary>The kernels that are modelled where no real one takes part.</summary>
internal static class Profiles
{
    /// <summary>The newest kernel of the catalogue.</summary>
    public static KernelProfile Newest { get; } =
        new(new KernelVersion(7, 3), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.MmId);
}
