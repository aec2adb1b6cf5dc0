namespace RmapHarness.Engine.Kernel;

/// <summary>The scenario presupposes what does not happen, such as a folio of another order than the model gives, or does what the model cannot tell.</summary>
public sealed class UnmetExpectationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="step">Index of the operation; -1 if whoever throws does not know.</param>
    /// <param name="message">What was expected and what is there.</param>
    public UnmetExpectationException(int step, string message)
        : base(message) => Step = step;

    /// <summary>Index of the operation in the program.</summary>
    public int Step { get; }
}
