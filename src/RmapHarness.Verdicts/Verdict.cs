namespace RmapHarness.Verdicts;

/// <summary>What is to be thought of one scenario on one kernel.</summary>
public enum Verdict
{
    /// <summary>Every compared value agrees.</summary>
    Pass,

    /// <summary>A value differs and no known issue explains it.</summary>
    Fail,

    /// <summary>Values differ and known issues of this kernel explain all of them.</summary>
    KnownIssue,

    /// <summary>Everything agrees, although a known issue says that it does not on this kernel.</summary>
    Fixed,

    /// <summary>Two runs on the same kernel differ.</summary>
    Flaky,

    /// <summary>A precondition of the scenario was not met, so nothing follows from it.</summary>
    Inconclusive,

    /// <summary>The kernel does not have what the scenario needs.</summary>
    Skipped,

    /// <summary>The kernel went away or did not come to an end.</summary>
    Crash,

    /// <summary>The harness could not do its part.</summary>
    Error,
}
