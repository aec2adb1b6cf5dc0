namespace RmapHarness.Reports.News;

/// <summary>What a result is, seen beside the last good one on the same kernel line.</summary>
public enum NewsKind
{
    /// <summary>A mismatch that was not there, or not at that place.</summary>
    NewFailure,

    /// <summary>The kernel crashed or hung, and did not before, or in another way.</summary>
    NewCrash,

    /// <summary>Two runs on the same kernel differ, which they did not before.</summary>
    NewFlake,

    /// <summary>Was judged before and is not now: skipped, inconclusive, or the harness failed.</summary>
    NotJudged,

    /// <summary>Was wrong before and is right now.</summary>
    Fixed,

    /// <summary>As wrong as before.</summary>
    StillFailing,

    /// <summary>Flaky as before, or a mismatch that comes and goes on one kernel.</summary>
    StillFlaky,

    /// <summary>Not judged, as not long ago.</summary>
    StillNotJudged,
}
