using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Engine.Kernel.Together;

/// <summary>What operations do that are done at the same time, one after the other: where the order means something, a block is no program's.</summary>
internal sealed class TogetherRounds
{
    private readonly Dictionary<int, int> results = [];

    /// <summary>At a <see cref="TogetherOperation"/>: all rounds but the last, which the program goes on with.</summary>
    public void Begin(Machine machine, Program program, int step)
    {
        if (program.Operations[step] is not TogetherOperation block)
            return;
        for (var round = 1; round < block.Rounds; round++)
        {
            for (var inner = step + 1; inner <= step + block.Count; inner++)
                Note(inner, Simulation.Apply(machine, program.Operations[inner], inner));
        }
    }

    /// <summary>The result of an operation whose last round ended so.</summary>
    public int ResultOf(int step, int last)
    {
        Note(step, last);
        return results[step];
    }

    private void Note(int step, int result)
    {
        if (results.GetValueOrDefault(step) == Errno.None)
            results[step] = result;
    }
}
