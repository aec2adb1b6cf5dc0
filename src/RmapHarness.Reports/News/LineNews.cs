namespace RmapHarness.Reports.News;

/// <summary>A kernel line that could not be had, or can be had again.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The kernel line.</param>
/// <param name="Reason">Why it could not be had; empty for one that was.</param>
/// <param name="BeforeRun">The latest run that tried it; null if none did.</param>
public sealed record LineNews(LineNewsKind Kind, string Line, string Reason, long? BeforeRun)
{
    /// <summary>Whether it is new at all.</summary>
    public bool IsNews => Kind != LineNewsKind.StillNotHad;

    /// <summary>Whether it is new and bad.</summary>
    public bool IsBad => Kind == LineNewsKind.NotHad;

    /// <summary>In one line.</summary>
    public string Text => Kind switch
    {
        LineNewsKind.HadAgain => $"had again: {Line} (not in run {BeforeRun})",
        LineNewsKind.StillNotHad => $"still not had: {Line}: {Reason}",
        _ => $"not had: {Line}: {Reason}{(BeforeRun is { } run ? $" (had in run {run})" : "")}",
    };
}

/// <summary>What has become of a kernel line.</summary>
public enum LineNewsKind
{
    /// <summary>It could not be had, or not to its end, and the latest run that tried could.</summary>
    NotHad,

    /// <summary>It could not be had, as before.</summary>
    StillNotHad,

    /// <summary>It could not be had before, and is there.</summary>
    HadAgain,
}
