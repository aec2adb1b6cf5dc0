namespace RmapHarness.Cli;

/// <summary>The statuses that the program ends with.</summary>
public static class ExitStatus
{
    /// <summary>Nothing new is wrong.</summary>
    public const int Good = 0;

    /// <summary>A mismatch, a crash, a flake, or the harness could not judge.</summary>
    public const int Wrong = 1;

    /// <summary>Bad arguments or a bad scenario; nothing was booted.</summary>
    public const int Usage = 2;

    /// <summary>A kernel could not be had: no image, no boot, no SSH.</summary>
    public const int Unavailable = 3;

    /// <summary>Stopped by a signal.</summary>
    public const int Interrupted = 130;
}
