using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>The kernel crashes, hangs, or damages itself.</summary>
/// <param name="Title">What happens, the same each time the same happens.</param>
internal sealed record CrashSymptom(string Title) : Symptom
{
    /// <inheritdoc/>
    public override string Kind => "crash";

    /// <inheritdoc/>
    public override string Slug => "crash";

    /// <inheritdoc/>
    public override bool CostsGuest => true;

    /// <inheritdoc/>
    public override bool ShownBy(ScenarioResult result) => result.Verdict == Verdict.Crash && result.Crash == Title;

    /// <inheritdoc/>
    public override string SignatureIn(ScenarioResult result) => ToString();

    /// <inheritdoc/>
    public override string ToString() => $"crash: {Title}";
}
