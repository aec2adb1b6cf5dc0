using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Guests.Agent;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Direct;

/// <summary>Programs for the agent.</summary>
internal static class DirectJobs
{
    private static readonly MmapOperation Map = new(
        0, Arena.Start, 256UL << 30, Protection.Read, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve);

    /// <summary>Ends at once.</summary>
    public static AgentJob Short { get; } =
        new(new AgentProgram([Map, new TouchOperation(0, Arena.Start, 0x10000, 0x10000, false), new ObserveOperation(0)], ["parent"]), TimeSpan.FromSeconds(30));

    /// <summary>Ends by its deadline.</summary>
    public static AgentJob Endless { get; } = new(
        new AgentProgram([Map, .. Enumerable.Repeat(new TouchOperation(0, Arena.Start, 256UL << 30, 0x10000, false), 1000)], ["parent"]),
        TimeSpan.FromSeconds(10));
}
