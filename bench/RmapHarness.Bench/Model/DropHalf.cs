using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Bench.Model;

/// <summary>The scenario that is measured: a THP, a fork, a child that drops half, and one observation of both.</summary>
internal static class DropHalf
{
    private const ulong A = Arena.Start;

    /// <summary>The program for a geometry.</summary>
    public static Program For(Geometry geometry) => new(
        [
            new MmapOperation(
                0, A, geometry.PmdSize, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
            new MadviseOperation(0, A, geometry.PmdSize, Advice.HugePage),
            new TouchOperation(0, A, geometry.PmdSize, geometry.PageSize, Write: true, geometry.PmdOrder),
            new ForkOperation(0, 1),
            new MadviseOperation(1, A, geometry.PmdSize / 2, Advice.DontNeed),
            new ObserveOperation(0),
        ],
        ["parent", "child"]);
}
