using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;

namespace RmapHarness.Verdicts;

/// <summary>An observation at which model and kernel differ, for who wants to draw it.</summary>
/// <param name="Compiled">What ran.</param>
/// <param name="Predicted">What the model says.</param>
/// <param name="Observed">What the kernel says.</param>
public sealed record MismatchMoment(CompiledScenario Compiled, Observation Predicted, Observation Observed)
{
    /// <summary>The first moment of a run at which something differs, or null.</summary>
    internal static MismatchMoment? First(CompiledScenario compiled, Trace predicted, Trace observed, IEnumerable<Diff.Difference> differences)
    {
        foreach (var step in differences.Select(difference => difference.Step).Distinct().Order())
        {
            if (At(predicted, step) is { } expected && At(observed, step) is { } seen)
                return new MismatchMoment(compiled, expected, seen);
        }

        return null;
    }

    private static Observation? At(Trace trace, int step) => trace.Observations.FirstOrDefault(observation => observation.Step == step);
}
