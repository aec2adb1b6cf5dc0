namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>The file of known issues is wrong.</summary>
public sealed class KnownIssuesException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">Each error as <c>file:line:column: error: …</c>.</param>
    public KnownIssuesException(IReadOnlyList<string> errors)
        : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>Each error as <c>file:line:column: error: …</c>.</summary>
    public IReadOnlyList<string> Errors { get; }
}
