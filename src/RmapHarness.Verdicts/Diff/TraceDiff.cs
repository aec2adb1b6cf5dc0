using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares what the model expects of a program with what a kernel did.</summary>
public static class TraceDiff
{
    /// <summary>Compares two traces, value by value; <see cref="ComparedFields"/> says which.</summary>
    /// <param name="profile">The kernel; its scheme says whether the conservation check holds.</param>
    /// <param name="program">What ran.</param>
    /// <param name="expected">The model's trace.</param>
    /// <param name="observed">The kernel's trace.</param>
    /// <exception cref="InvalidDataException">A trace contradicts itself, so that comparing it would prove nothing.</exception>
    public static Comparison Compare(KernelProfile profile, Program program, Trace expected, Trace observed)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(observed);
        var tally = new Tally();
        CompareOutcomes(program, expected.Outcomes, observed.Outcomes, tally);
        var correspondence = new FrameCorrespondence(expected);
        foreach (var (step, left, right) in Pair(expected.Observations, observed.Observations, observation => observation.Step))
        {
            tally.Compare(step, "", Observable.Process, "", "observation", Made(left), Made(right));
            if (left is null || right is null)
                continue;
            var diff = new ObservationDiff(profile, program.ProcessNames, correspondence, tally);
            diff.Compare(left, right, checkConservation: profile.Scheme == AccountingScheme.PageMapcount);
        }

        if (expected.Contents is not null || observed.Contents is not null)
            new FinalDiff(profile.Geometry, program, tally).Compare(expected, observed);
        return tally.ToComparison();
    }

    /// <summary>Brings the items of both sides with equal keys together, by ascending key.</summary>
    /// <exception cref="InvalidDataException">Two items of one side have the same key.</exception>
    internal static IEnumerable<(int Key, T? Left, T? Right)> Pair<T>(IReadOnlyList<T> left, IReadOnlyList<T> right, Func<T, int> keyOf)
        where T : class
    {
        var lefts = ByKey(left, keyOf);
        var rights = ByKey(right, keyOf);
        return lefts.Keys.Union(rights.Keys).Order().Select(key => (key, lefts.GetValueOrDefault(key), rights.GetValueOrDefault(key)));
    }

    private static Dictionary<int, T> ByKey<T>(IReadOnlyList<T> items, Func<T, int> keyOf)
    {
        var map = new Dictionary<int, T>();
        foreach (var item in items)
        {
            if (!map.TryAdd(keyOf(item), item))
                throw new InvalidDataException($"{typeof(T).Name} {keyOf(item)} appears twice");
        }

        return map;
    }

    private static void CompareOutcomes(Program program, IReadOnlyList<StepOutcome> expected, IReadOnlyList<StepOutcome> observed, Tally tally)
    {
        var lefts = ByKey(expected, outcome => outcome.Step);
        var rights = ByKey(observed, outcome => outcome.Step);
        foreach (var step in lefts.Keys.Union(rights.Keys).Order())
        {
            var process = step < program.Operations.Count ? ProcessOf(program, program.Operations[step]) : "";
            tally.Compare(step, process, Observable.Step, "", "errno", Outcome(lefts, step), Outcome(rights, step));
        }
    }

    private static string ProcessOf(Program program, Operation operation) =>
        operation is ObserveOperation ? "" : program.ProcessNames[operation.Process];

    private static string Outcome(Dictionary<int, StepOutcome> outcomes, int step) =>
        outcomes.TryGetValue(step, out var outcome) ? StepErrors.Describe(outcome.Errno) : "not executed";

    private static string Made(Observation? observation) => observation is null ? "missing" : "made";
}
