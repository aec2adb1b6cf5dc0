namespace RmapHarness.Cli.Fuzzing;

/// <summary>Why generating ended.</summary>
internal enum FuzzEnd
{
    /// <summary>The count was reached, or the time has passed.</summary>
    Done,

    /// <summary>There were different mismatches enough.</summary>
    Enough,

    /// <summary>Somebody stopped it.</summary>
    Interrupted,

    /// <summary>Too many guests were lost, there was none any more, or the corpus could not be written.</summary>
    Failed,
}
