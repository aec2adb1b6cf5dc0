namespace RmapHarness.Engine.Kernel;

/// <summary>The author expects a folio of some order where the model gives another: the scenario presupposes what does not happen.</summary>
public sealed class UnmetExpectationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="step">Index of the operation.</param>
    /// <param name="message">What was expected and what is there.</param>
    public UnmetExpectationException(int step, string message)
        : base(message) => Step = step;

    /// <summary>Index of the operation in the program.</summary>
    public int Step { get; }
}
