namespace RmapHarness.Cli.Fuzzing;

/// <summary>What a fuzz run suspects, by symptom; of each the shortest scenarios are kept.</summary>
internal sealed class Suspects
{
    private const int KeptOfEach = 3;
    private readonly Dictionary<Symptom, List<Suspect>> bySymptom = [];
    private readonly Dictionary<Symptom, long> counts = [];

    /// <summary>How many different ones.</summary>
    public int Distinct => bySymptom.Count;

    /// <summary>Each with its scenarios, the shortest first, and how many showed it; in order of appearance.</summary>
    public IEnumerable<(IReadOnlyList<Suspect> Shortest, long Count)> All =>
        bySymptom.Select(pair => ((IReadOnlyList<Suspect>)pair.Value, counts[pair.Key]));

    /// <summary>Adds one.</summary>
    /// <returns>Whether it is the first of its kind.</returns>
    public bool Add(Suspect suspect)
    {
        counts[suspect.Symptom] = counts.GetValueOrDefault(suspect.Symptom) + 1;
        if (!bySymptom.TryGetValue(suspect.Symptom, out var kept))
            bySymptom.Add(suspect.Symptom, kept = []);
        var at = kept.FindIndex(other => suspect.Draft.Steps.Count < other.Draft.Steps.Count);
        kept.Insert(at < 0 ? kept.Count : at, suspect);
        if (kept.Count > KeptOfEach)
            kept.RemoveAt(KeptOfEach);
        return counts[suspect.Symptom] == 1;
    }
}
