namespace RmapHarness.Guests;

/// <summary>The kernel could not be had: no image, no boot, no SSH, no agent. The command ends with status 3.</summary>
public sealed class TargetUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence: what could not be had and why.</param>
    /// <param name="detail">Text to show below it, such as the tail of the serial log; may be empty.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public TargetUnavailableException(string message, string detail = "", Exception? inner = null)
        : base(message, inner) => Detail = detail;

    /// <summary>Text to show below the message; may be empty.</summary>
    public string Detail { get; }

    /// <summary>Whether trying again is of no use: somebody has to do something first.</summary>
    public bool IsLasting { get; init; }

    /// <summary>The status of the program whose failure this is; null if no program failed.</summary>
    public int? ToolStatus { get; init; }
}
