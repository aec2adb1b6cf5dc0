using System.Globalization;
using System.Text;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Writes what is expected of the cgroup and of the system's counters as C tables.</summary>
/// <param name="groups">What is compared.</param>
/// <param name="code">Gets the tables.</param>
internal sealed class CounterCode(ReproducedGroups groups, StringBuilder code)
{
    /// <summary>Writes the tables of one observation.</summary>
    public void Add(Observation observation)
    {
        if (MemoryOf(observation) is { } memory)
            FieldCode.Add(code, Name("memory", observation), FieldCode.Of(memory));
        AddPools(observation);
        if (ThpOf(observation) is not { } thp)
            return;
        AddNumbers(Name("events", observation), thp.Events);
        foreach (var (kilobytes, stats) in thp.Sizes.OrderBy(size => size.Key))
            AddNumbers(StatsOf(observation, kilobytes), stats);
        if (thp.Sizes.Count == 0)
            return;
        code.Append($"static const struct thp_size {Name("sizes", observation)}[] = {{\n");
        foreach (var kilobytes in thp.Sizes.Keys.Order())
            code.Append(CultureInfo.InvariantCulture, $"\t{{ {kilobytes}, {StatsOf(observation, kilobytes)} }},\n");
        code.Append("};\n");
    }

    /// <summary>The initializer of the <c>struct counters</c> of an observation.</summary>
    public string Of(Observation observation)
    {
        var memory = FieldCode.Table(MemoryOf(observation) is { } values ? FieldCode.Of(values).Count() : 0, Name("memory", observation));
        var pools = FieldCode.Table(observation.Hugetlb.Count, Name("pools", observation));
        return ThpOf(observation) is { } thp
            ? $"{{ {memory}, {Name("events", observation)}, {FieldCode.Table(thp.Sizes.Count, Name("sizes", observation))}, {pools} }}"
            : $"{{ {memory}, NULL, NULL, 0, {pools} }}";
    }

    private FieldValues<MemcgField>? MemoryOf(Observation observation) => groups.HasFlag(ReproducedGroups.Memory) ? observation.Memcg : null;

    private ThpCounters? ThpOf(Observation observation) => groups.HasFlag(ReproducedGroups.Thp) ? observation.Thp : null;

    private static string Name(string what, Observation observation) => string.Create(CultureInfo.InvariantCulture, $"{what}_{observation.Step}");

    private static string StatsOf(Observation observation, int kilobytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{Name("stats", observation)}_{kilobytes}");

    private void AddPools(Observation observation)
    {
        if (observation.Hugetlb.Count == 0)
            return;
        code.Append($"static const struct pool {Name("pools", observation)}[] = {{\n");
        foreach (var (kilobytes, stats) in observation.Hugetlb.OrderBy(pool => pool.Key))
            code.Append(CultureInfo.InvariantCulture, $"\t{{ {kilobytes}, {{ {Numbers(stats)} }} }},\n");
        code.Append("};\n");
    }

    private void AddNumbers<TField>(string name, FieldValues<TField> values)
        where TField : struct, Enum => code.Append($"static const long {name}[] = {{ {Numbers(values)} }};\n");

    private static string Numbers<TField>(FieldValues<TField> values)
        where TField : struct, Enum =>
        string.Join(", ", FieldNames.All<TField>().Select(field => values[field].ToString(CultureInfo.InvariantCulture)));
}
