using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>What a scenario shows, and must go on showing while it is confirmed and made smaller. Equal ones are the same.</summary>
internal abstract record Symptom
{
    /// <summary><c>mismatch</c> or <c>crash</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>A word for names of files.</summary>
    public abstract string Slug { get; }

    /// <summary>Each showing costs a guest.</summary>
    public abstract bool CostsGuest { get; }

    /// <summary>Whether a result shows it.</summary>
    public abstract bool ShownBy(ScenarioResult result);

    /// <summary>What it is grouped by, in one line; the result shows it.</summary>
    public abstract string SignatureIn(ScenarioResult result);

    /// <summary>What a result shows first; null if it shows nothing.</summary>
    public static Symptom? Of(ScenarioResult result) =>
        result is { Verdict: Verdict.Crash, Crash: { } title } ? new CrashSymptom(title) : MismatchSymptom.First(result);
}
