using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Engine.Tests;

/// <summary>The kernels that the worked examples were seen on.</summary>
internal static class Profiles
{
    public static KernelProfile V61 { get; } = new(
        new KernelVersion(6, 1, 176), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.Estimate);

    public static KernelProfile V612 { get; } = V61 with { Version = new KernelVersion(6, 12, 107) };

    public static KernelProfile V73 { get; } = V61 with { Version = new KernelVersion(7, 3, 4), Tracker = SharingTracker.MmId };

    public static KernelProfile V73NoPageMapcount { get; } = V73 with { Scheme = AccountingScheme.NoPageMapcount };

    public static KernelProfile V73TotalMappedPages { get; } = V73 with { Scheme = AccountingScheme.TotalMappedPages };

    public static KernelProfile V73Arm16K { get; } = V73 with { Architecture = Architecture.Arm64, Geometry = Geometry.Base16K };
}
