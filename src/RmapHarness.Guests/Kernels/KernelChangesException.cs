namespace RmapHarness.Guests.Kernels;

/// <summary>A kernel's source does not take a patch, or its configuration does not keep an option. The command ends with status 2.</summary>
public sealed class KernelChangesException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence: which kernel.</param>
    /// <param name="detail">What git says of the patch, or which options were dropped.</param>
    /// <param name="inner">The script's failure.</param>
    public KernelChangesException(string message, string detail, Exception inner)
        : base(message, inner) => Detail = detail;

    /// <summary>What git says of the patch, or which options were dropped.</summary>
    public string Detail { get; }
}
