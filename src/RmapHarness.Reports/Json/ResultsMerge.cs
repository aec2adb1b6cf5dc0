using System.Globalization;
using System.Text.Json;

namespace RmapHarness.Reports.Json;

/// <summary>Joins the results of shards of one run.</summary>
public static class ResultsMerge
{
    /// <summary>One document with all kernels and scenarios. Where one shard has a result, another one's note that it did not run is dropped.</summary>
    /// <param name="parts">The documents, at least one, each with the name to tell it by.</param>
    /// <exception cref="ResultsFileException">Two shards contradict each other: another kernel of the same name, or a scenario twice.</exception>
    public static ResultsDocument Merge(IReadOnlyList<(string Name, ResultsDocument Document)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var kernels = new Dictionary<string, KernelEntry>(StringComparer.Ordinal);
        var scenarios = new Dictionary<(string, string), ScenarioEntry>();
        foreach (var (name, document) in parts)
        {
            if (document.Harness != parts[0].Document.Harness)
                throw new ResultsFileException($"{name}: is of harness {document.Harness}, {parts[0].Name} of {parts[0].Document.Harness}");
            foreach (var kernel in document.Kernels)
            {
                if (!kernels.TryAdd(kernel.Name, kernel) && !AreSame(kernels[kernel.Name], kernel))
                    throw new ResultsFileException($"{name}: its kernel {kernel.Name} is {kernel.Release}, that of another shard {kernels[kernel.Name].Release}, or they differ in their configuration");
            }

            foreach (var scenario in document.Scenarios)
            {
                var key = (scenario.Kernel, scenario.Name);
                if (!scenarios.TryGetValue(key, out var other) || other.Verdict == "error")
                    scenarios[key] = scenario;
                else if (scenario.Verdict != "error")
                    throw new ResultsFileException($"{name}: another shard has {scenario.Name} on {scenario.Kernel} too");
            }
        }

        return ResultsBuilder.Build(
            parts[0].Document.Harness, [.. kernels.Values], [.. scenarios.Values], parts.Any(part => part.Document.Interrupted)) with
        {
            Gaps = [.. parts.SelectMany(part => part.Document.Gaps).DistinctBy(gap => gap.Name), .. MissingShards(parts)],
        };
    }

    // Whoever lost a part must not take the rest for the whole.
    private static IEnumerable<GapEntry> MissingShards(IReadOnlyList<(string Name, ResultsDocument Document)> parts)
    {
        var shards = parts.Select(part => part.Document.Shard).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var counts = shards.Select(shard => shard[(shard.IndexOf('/', StringComparison.Ordinal) + 1)..]).Distinct().ToList();
        if (counts.Count > 1)
            throw new ResultsFileException($"shards of wholes that were cut into {string.Join(" and ", counts)} parts");
        return counts.Count == 0 ? [] : Enumerable.Range(1, int.Parse(counts[0], CultureInfo.InvariantCulture))
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"{index}/{counts[0]}"))
            .Where(shard => !shards.Contains(shard)).Select(shard => new GapEntry($"shard {shard}", "its results are not there"));
    }

    // Entries hold lists, which are equal by their contents only as text.
    private static bool AreSame(KernelEntry one, KernelEntry other) =>
        JsonSerializer.Serialize(one, ResultsJson.Compact) == JsonSerializer.Serialize(other, ResultsJson.Compact);
}
