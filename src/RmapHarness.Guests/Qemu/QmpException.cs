namespace RmapHarness.Guests.Qemu;

/// <summary>QEMU's monitor refused a command, said something that is not QMP, or went away.</summary>
public sealed class QmpException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public QmpException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
