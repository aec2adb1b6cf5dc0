using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>The kernel and the model differ in something.</summary>
/// <param name="Key">In what, and which way.</param>
internal sealed record MismatchSymptom(MismatchKey Key) : Symptom
{
    /// <inheritdoc/>
    public override string Kind => "mismatch";

    /// <inheritdoc/>
    public override string Slug => new([.. Key.Field.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    /// <inheritdoc/>
    public override bool CostsGuest => false;

    /// <summary>The first mismatch that no known issue explains, or the first; null if there is none.</summary>
    public static MismatchSymptom? First(ScenarioResult result)
    {
        // A claim is its author's; what it is about has a mismatch of its own.
        var differences = result.Differences.Where(difference => difference.Observable != Observable.Claim).ToList();
        var difference = differences.FirstOrDefault(difference => difference.KnownIssue is null) ?? differences.FirstOrDefault();
        return difference is null ? null : new MismatchSymptom(MismatchKey.Of(difference));
    }

    /// <inheritdoc/>
    public override bool ShownBy(ScenarioResult result) =>
        result.Verdict is Verdict.Fail or Verdict.KnownIssue or Verdict.Flaky && result.Differences.Any(IsIt);

    /// <inheritdoc/>
    public override string SignatureIn(ScenarioResult result) =>
        MismatchSignature.Of(result.Differences.First(IsIt), result.Scenario).ToString();

    /// <inheritdoc/>
    public override string ToString() => Key.ToString();

    private bool IsIt(Difference difference) => MismatchKey.Of(difference) == Key;
}
