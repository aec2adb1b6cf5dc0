namespace RmapHarness.Reports.Json;

/// <summary>A results.json that cannot be read.</summary>
public sealed class ResultsFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The file, and what is wrong with it.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public ResultsFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
