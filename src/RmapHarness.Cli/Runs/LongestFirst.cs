using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Runs;

/// <summary>Hands out scenarios by the time that they are expected to take, so that several guests end together.</summary>
internal static class LongestFirst
{
    // Guests spend their time on processes: making one, and reading what /proc says of each at every observation.
    private const long ForkCost = 4;
    private const long ObservationCost = 3;
    private const ulong PagesForOne = 128;

    /// <summary>The scenarios' places, the longest one first; equal ones and those that cannot run stay in their order.</summary>
    public static IReadOnlyList<int> Order(ReadyKernel kernel, IReadOnlyList<Scenario> scenarios) =>
    [
        .. Enumerable.Range(0, scenarios.Count)
            .OrderByDescending(place => kernel.Compile(scenarios[place], out var compiled) is null ? LengthOf(compiled!) : 0),
    ];

    private static long LengthOf(CompiledScenario compiled)
    {
        var processes = 1L;
        var length = 0L;
        foreach (var operation in compiled.Program.Operations)
        {
            length += operation switch
            {
                ForkOperation or ThreadOperation or ExecveOperation => ForkCost,
                ObserveOperation => ObservationCost * processes,
                TouchOperation touch => 1 + (long)(touch.Length / (touch.Stride * PagesForOne)),
                _ => 1,
            };
            processes += operation switch { ForkOperation or ThreadOperation => 1, ExitOperation or KillOperation => -1, _ => 0 };
        }

        return length;
    }
}
