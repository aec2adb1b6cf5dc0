using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Kernel.Together;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>Refuses blocks whose end depends on the order of their processes, for any kind of kernel that can do the scenario.</summary>
internal static class TogetherOrders
{
    private static readonly (AccountingScheme Scheme, KernelVersion Version)[] Kernels =
    [
        (AccountingScheme.PageMapcount, new KernelVersion(6, 1)),
        (AccountingScheme.PageMapcount, new KernelVersion(6, 12, 107)),
        (AccountingScheme.PageMapcount, new KernelVersion(7, 3)),
        (AccountingScheme.NoPageMapcount, new KernelVersion(7, 3)),
    ];

    /// <summary>Reports the blocks that are none.</summary>
    public static void Check(Scenario scenario, Geometry geometry, Program program, Diagnostics diagnostics)
    {
        for (var step = 0; step < program.Operations.Count; step++)
        {
            if (program.Operations[step] is TogetherOperation && Difference(scenario, geometry, program, step) is { } difference)
                diagnostics.Add(scenario.Steps[step].Mark, $"the end depends on the order: {difference}");
        }
    }

    private static string? Difference(Scenario scenario, Geometry geometry, Program program, int block)
    {
        foreach (var (scheme, version) in Kernels)
        {
            var profile = new KernelProfile(version, scenario.Needs.Architecture ?? Architecture.X86_64, geometry, scheme, KernelProfile.TrackerOf(version));
            if (scenario.Needs.UnmetReason(profile, hasThp: true) is not null || program.TooNewFor(version) is not null)
                continue;
            try
            {
                if (OrderCheck.Difference(profile, program, block) is { } difference)
                    return $"{difference} ({version}, {scheme})";
            }
            catch (UnmetExpectationException)
            {
                // Such a kernel does not come so far.
            }
        }

        return null;
    }
}
