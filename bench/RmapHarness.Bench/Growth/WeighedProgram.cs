using System.Collections;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Bench.Growth;

/// <summary>A program's operations that weigh the heap when the model comes to one of them, and once more at the last.</summary>
internal sealed class WeighedProgram(IReadOnlyList<Operation> operations, int from) : IReadOnlyList<Operation>
{
    private long before;
    private long after;

    /// <inheritdoc/>
    public int Count => operations.Count;

    /// <inheritdoc/>
    public Operation this[int index]
    {
        get
        {
            if (index == from)
                before = GC.GetTotalMemory(forceFullCollection: true);
            if (index == Count - 1)
                after = GC.GetTotalMemory(forceFullCollection: true);
            return operations[index];
        }
    }

    /// <summary>Bytes that the heap holds more before the last operation than before another one.</summary>
    public static long Growth(Program program, int from)
    {
        var weighed = new WeighedProgram(program.Operations, from);
        Simulation.Run(Profiles.Newest, program with { Operations = weighed });
        return weighed.after - weighed.before;
    }

    /// <inheritdoc/>
    public IEnumerator<Operation> GetEnumerator() => operations.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
