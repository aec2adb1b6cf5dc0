using System.Globalization;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts;

/// <summary>
/// Checks the folio sizes that touches declare (<see cref="TouchOperation.ExpectedOrder"/>), where an observation shows them: from
/// the touch to the observation only other memory is touched and processes fork.
/// </summary>
internal static class Precondition
{
    private const KpageFlags Compound = KpageFlags.CompoundHead | KpageFlags.CompoundTail;

    /// <summary>Which declared size the kernel did not give, in one line; null if none is known to be missing.</summary>
    public static string? UnmetReason(Program program, Trace observed, int pageShift)
    {
        for (var step = 0; step < program.Operations.Count; step++)
        {
            if (program.Operations[step] is TouchOperation { ExpectedOrder: { } order } touch
                && observed.Outcomes.Any(outcome => outcome is { Errno: 0 } && outcome.Step == step)
                && ObservationOf(program, step, touch) is { } observeStep
                && observed.Observations.FirstOrDefault(observation => observation.Step == observeStep) is { } observation
                && !IsMet(touch, order, observation, pageShift))
            {
                var size = order == 0 ? "small folios" : "a large folio";
                return string.Create(CultureInfo.InvariantCulture, $"step {step} expects {size}, which the kernel did not give");
            }
        }

        return null;
    }

    private static int? ObservationOf(Program program, int step, TouchOperation touch)
    {
        for (var next = step + 1; next < program.Operations.Count; next++)
        {
            switch (program.Operations[next])
            {
                case ObserveOperation:
                    return next;
                case ForkOperation:
                case TouchOperation other when other.Process != touch.Process || !Overlap(other, touch):
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool Overlap(TouchOperation left, TouchOperation right) =>
        left.Address < right.Address + right.Length && right.Address < left.Address + left.Length;

    private static bool IsMet(TouchOperation touch, int order, Observation observation, int pageShift)
    {
        var runs = observation.Processes.FirstOrDefault(process => process.Process == touch.Process)?.Pages ?? [];
        for (var offset = 0UL; offset < touch.Length; offset += touch.Stride)
        {
            var page = (touch.Address + offset) >> pageShift;
            if (!runs.Any(run => run.FirstPage <= page && page < run.EndPage && run.Frame >= 0 && (run.Flags & Compound) != 0 == order > 0))
                return false;
        }

        return true;
    }
}
