using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Checks what a touch expects of the folios that it finds or makes (<c>expect-folio</c> in a scenario).</summary>
internal static class FolioExpectation
{
    /// <summary>Throws if a touched page is not in a folio of the expected order.</summary>
    public static void Check(Machine machine, AddressSpace mm, TouchOperation touch, long from, long to, int step)
    {
        if (touch.ExpectedOrder is not { } expected)
            return;
        var stride = (long)(touch.Stride >> machine.Profile.Geometry.PageShift);
        for (var page = from; page < to;)
        {
            var run = mm.PageTable.TryFind(page, out var extent) && !extent.IsSwapped ? machine.Memory.Find(extent.Frame) : null;
            if (run?.Order != expected)
                throw new UnmetExpectationException(step, $"page {page - from} of the touched range is in a folio of order {run?.Order ?? -1}, not {expected}");
            var alike = extent.FrameStride == 0 ? extent.Pages : Math.Min(extent.Pages, run.EndFrame - extent.Frame);
            page += Touch.RoundUp(alike, stride);
        }
    }
}
