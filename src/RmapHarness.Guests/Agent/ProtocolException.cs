namespace RmapHarness.Guests.Agent;

/// <summary>
/// The other side of the agent's wire does not speak the protocol: an unexpected line, an end in the middle, silence past the
/// deadline, or <c>failed</c> with the agent's own reason.
/// </summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, and what came.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ProtocolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
