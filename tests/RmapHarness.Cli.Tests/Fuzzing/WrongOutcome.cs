using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>A run whose first step ends with an errno that no kernel has: a mismatch in whatever was made up.</summary>
internal static class WrongOutcome
{
    internal static ObservedRun In(ObservedRun run) => run with
    {
        Trace = run.Trace with { Outcomes = [.. run.Trace.Outcomes.Select((outcome, i) => i == 0 ? outcome with { Errno = 99 } : outcome)] },
    };
}
