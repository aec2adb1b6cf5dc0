namespace RmapHarness.Reports.History;

/// <summary>How far a run of the history came.</summary>
public enum RunState
{
    /// <summary>It runs, or it was killed.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Complete,

    /// <summary>It was stopped.</summary>
    Interrupted,
}
