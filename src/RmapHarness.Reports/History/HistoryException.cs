namespace RmapHarness.Reports.History;

/// <summary>The history cannot be used.</summary>
public sealed class HistoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, and what is wrong with it.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public HistoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
