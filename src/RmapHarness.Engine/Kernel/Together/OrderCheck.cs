using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Kernel.Together;

/// <summary>
/// Whether a block ends alike in whatever order its processes come: the program is run in each order, and all that is ever seen of it is compared. What depends
/// on the order is no prediction.
/// </summary>
public static class OrderCheck
{
    // A second round begins with what the first one left.
    private const int Rounds = 2;

    /// <summary>Where two orders differ, in a few words; null if none do.</summary>
    /// <param name="profile">The kernel to model.</param>
    /// <param name="program">The program.</param>
    /// <param name="block">Index of its <see cref="TogetherOperation"/>.</param>
    /// <exception cref="UnmetExpectationException">A touch expects a folio order that the model does not give.</exception>
    public static string? Difference(KernelProfile profile, Program program, int block)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(program);
        var count = ((TogetherOperation)program.Operations[block]).Count;
        List<(int Step, Operation Operation)> operations = [.. Enumerable.Range(block + 1, count).Select(step => (step, program.Operations[step]))];
        Trace? first = null;
        IReadOnlyList<ulong> numbers = [];
        foreach (var order in Interleavings.Of(operations, profile.Geometry))
        {
            var trace = Run(profile, program, block, order);
            var others = TraceDigest.Of(trace);
            if (first is null)
                (first, numbers) = (trace, others);
            var index = numbers.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
            if (index == numbers.Count && index == others.Count)
                continue;
            var place = TraceDigest.PlaceOf(index < numbers.Count ? first : trace, index).Describe(program.ProcessNames);
            return $"{place}, if they come in the order {string.Join(", ", order.Select(one => $"{program.ProcessNames[one.Operation.Process]} {one.Operation.Name}"))}";
        }

        return null;
    }

    private static Trace Run(KernelProfile profile, Program program, int block, IReadOnlyList<(int Step, Operation Operation)> order)
    {
        var machine = new Machine(profile);
        var results = new int[program.Operations.Count];
        var observations = new List<Observation>();
        for (var step = 0; step < program.Operations.Count; step++)
        {
            var operation = program.Operations[step];
            if (operation is not TogetherOperation together)
            {
                results[step] = Simulation.Apply(machine, operation, step);
                if (operation is ObserveOperation)
                    observations.Add(Simulation.Observe(machine, step));
                continue;
            }

            var parts = step == block ? order : [.. Enumerable.Range(step + 1, together.Count).Select(inner => (inner, program.Operations[inner]))];
            for (var round = 0; round < Math.Min(Rounds, together.Rounds); round++)
            {
                foreach (var (inner, part) in parts)
                    results[inner] = Simulation.Apply(machine, part, inner) is var result && results[inner] == Errno.None ? result : results[inner];
            }

            step += together.Count;
        }

        return new Trace([.. results.Select((result, step) => new StepOutcome(step, result))], observations) { Contents = ContentView.Of(machine) };
    }
}
