using System.Globalization;
using RmapHarness.Bench.RmapId;

if (args is not [var count] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) || calls < 2)
{
    Console.Error.WriteLine("usage: RmapHarness.Bench.RmapId CALLS");
    return 2;
}

const int Samples = 10;
calls &= ~1;
Workload[] workloads = [new("one-thread", 1), new("two-threads", 2)];

// Optimised code first: the JIT needs calls, and a moment in the background.
for (var i = 0; i < 100; i++)
    workloads[0].Measure(2_000);
Thread.Sleep(300);
workloads[0].Measure(calls);
for (var sample = 0; sample < Samples; sample++)
{
    foreach (var workload in workloads)
        Console.WriteLine(workload.Measure(calls));
}

return 0;
