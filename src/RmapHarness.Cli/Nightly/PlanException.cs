namespace RmapHarness.Cli.Nightly;

/// <summary>A plan is wrong.</summary>
public sealed class PlanException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">Each error as <c>file:line:column: error: …</c>.</param>
    public PlanException(IReadOnlyList<string> errors)
        : base(string.Join('\n', errors))
    {
    }
}
