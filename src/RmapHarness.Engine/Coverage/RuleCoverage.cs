using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Coverage;

/// <summary>
/// Which rules of the model have met which folios. A rule is a place of the model's code that asks <see cref="PhysicalMemory"/> for a
/// folio, so that a rule that is added later is counted without being told. Nothing is counted unless a machine is given one of these.
/// </summary>
public sealed class RuleCoverage
{
    private readonly Dictionary<(string Member, int Line), int> rules = [];
    private readonly List<string> names = [];
    private readonly HashSet<(int Rule, FolioState State)> cells = [];
    private readonly HashSet<(string Operation, string Words, int Outcome, int Processes)> outcomes = [];

    /// <summary>Rules that fired, each as Type.Member, and operations, by name; sorted.</summary>
    public IReadOnlyList<string> Rules => [.. names.Concat(outcomes.Select(outcome => outcome.Operation)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Different pairs of a rule and a state that it met a folio in, and different ends of operations.</summary>
    public int Cells => cells.Count + outcomes.Count;

    /// <summary>Takes over what another one has, and returns how many of its cells are new here.</summary>
    public int Add(RuleCoverage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var before = Cells;
        outcomes.UnionWith(other.outcomes);
        var places = other.rules.ToDictionary(pair => pair.Value, pair => pair.Key);
        foreach (var (rule, state) in other.cells)
        {
            var (member, line) = places[rule];
            cells.Add((RuleOf(member, line, other.names[rule]), state));
        }

        return Cells - before;
    }

    /// <summary>An operation has ended.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="words">What kind of it: the words among its arguments.</param>
    /// <param name="outcome">What <see cref="Proc.StepOutcome.Errno"/> holds.</param>
    /// <param name="processes">Processes that live; from 3 on they count as equal.</param>
    public void Note(string operation, string words, int outcome, int processes) =>
        outcomes.Add((operation, words, outcome, Math.Min(processes, 3)));

    /// <summary>A rule has met a folio.</summary>
    /// <param name="member">The member that the rule is in.</param>
    /// <param name="file">Its source file.</param>
    /// <param name="line">The line in it.</param>
    /// <param name="run">The folio.</param>
    /// <param name="pmdOrder">The order of a folio that a PMD entry maps.</param>
    internal void Note(string member, string file, int line, FolioRun run, int pmdOrder)
    {
        if (!rules.TryGetValue((member, line), out var rule))
            rule = RuleOf(member, line, $"{Path.GetFileNameWithoutExtension(file)}.{member}");
        cells.Add((rule, FolioState.Of(run, pmdOrder)));
    }

    private int RuleOf(string member, int line, string name)
    {
        if (rules.TryGetValue((member, line), out var rule))
            return rule;
        rules.Add((member, line), rule = names.Count);
        names.Add(name);
        return rule;
    }
}
