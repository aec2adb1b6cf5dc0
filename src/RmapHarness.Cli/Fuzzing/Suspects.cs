using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>The mismatches of a fuzz run by what differs; of each the shortest scenarios are kept.</summary>
internal sealed class Suspects
{
    private const int KeptOfEach = 3;
    private readonly Dictionary<MismatchKey, List<Suspect>> byKey = [];
    private readonly Dictionary<MismatchKey, long> counts = [];

    /// <summary>How many different ones.</summary>
    public int Distinct => byKey.Count;

    /// <summary>Each with its scenarios, the shortest first, and how many showed it; in order of appearance.</summary>
    public IEnumerable<(IReadOnlyList<Suspect> Shortest, long Count)> All => byKey.Select(pair => ((IReadOnlyList<Suspect>)pair.Value, counts[pair.Key]));

    /// <summary>Adds one.</summary>
    /// <returns>Whether it is the first of its kind.</returns>
    public bool Add(Suspect suspect)
    {
        counts[suspect.Key] = counts.GetValueOrDefault(suspect.Key) + 1;
        if (!byKey.TryGetValue(suspect.Key, out var kept))
            byKey.Add(suspect.Key, kept = []);
        var at = kept.FindIndex(other => suspect.Draft.Steps.Count < other.Draft.Steps.Count);
        kept.Insert(at < 0 ? kept.Count : at, suspect);
        if (kept.Count > KeptOfEach)
            kept.RemoveAt(KeptOfEach);
        return counts[suspect.Key] == 1;
    }
}
