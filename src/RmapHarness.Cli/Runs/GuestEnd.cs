namespace RmapHarness.Cli.Runs;

/// <summary>What a guest is like after it has worked.</summary>
internal enum GuestEnd
{
    /// <summary>It can go on.</summary>
    Usable,

    /// <summary>It did all that it was asked, but a fresh one is wanted for the rest.</summary>
    Worn,

    /// <summary>It is gone, or what it does proves nothing any more.</summary>
    Lost,
}
