using System.Globalization;
using RmapHarness.Engine.Proc;
using RmapHarness.Reports.Mismatches;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Values;

/// <summary>The rows about one process at one observation.</summary>
/// <param name="compiled">The scenario.</param>
/// <param name="answers">The process as each column has it; null where it has none.</param>
/// <param name="expected">The process as it should be in each column; null for columns that nothing is expected of.</param>
internal sealed class ProcessValues(CompiledScenario compiled, IReadOnlyList<ProcSnapshot?> answers, IReadOnlyList<ProcSnapshot?> expected)
{
    private const string None = "-";
    private readonly int shift = compiled.Geometry.PageShift;

    /// <summary>The rows: what smaps says of each VMA, then what pagemap and kpagecount say of its pages. What is zero for all is left out.</summary>
    public IEnumerable<ValuesRow> Rows() => SmapsRows().Concat(PageRows());

    private IEnumerable<ValuesRow> SmapsRows()
    {
        var starts = answers.OfType<ProcSnapshot>().SelectMany(process => process.Vmas).Select(vma => (vma.Start, vma.End)).Distinct().Order();
        return
            from place in starts
            from field in Enum.GetValues<SmapsField>()
            where ComparedFields.Compares(field) && field > SmapsField.MMUPageSize
            let row = Row($"{Name(place.Start, place.End)} {field}", process => Smaps(process, place, field))
            where row.Answers.Any(answer => answer is not (None or "0"))
            select row;
    }

    private IEnumerable<ValuesRow> PageRows()
    {
        foreach (var (first, end) in Segments())
        {
            var name = Name(first << shift, end << shift);
            if (answers.OfType<ProcSnapshot>().All(process => RunAt(process, first) is not { } run || run.Frame < 0))
                continue;
            yield return Row($"{name} kpagecount", process => RunAt(process, first) is { } run ? Text(run.MapCount) : None);
            yield return Row($"{name} exclusive", process => RunAt(process, first) is { } run ? Text(run.Pagemap.HasFlag(PagemapBits.MmapExclusive) ? 1 : 0) : None);
        }
    }

    // Runs of pages of which no column's answers change.
    private IEnumerable<(ulong First, ulong End)> Segments()
    {
        var bounds = answers.OfType<ProcSnapshot>().SelectMany(process => process.Pages).SelectMany(run => new[] { run.FirstPage, run.EndPage })
            .Concat(compiled.Mappings.SelectMany(mapping => new[] { mapping.Address >> shift, (mapping.Address + mapping.Length) >> shift }))
            .Distinct().Order().ToList();
        var open = (First: 0UL, End: 0UL);
        foreach (var (first, end) in bounds.Zip(bounds.Skip(1)))
        {
            if (answers.OfType<ProcSnapshot>().All(process => RunAt(process, first) is null))
                continue;
            if (open.End == first && AreAlike(open.First, first) && MappingAt(open.First) == MappingAt(first))
            {
                open.End = end;
                continue;
            }

            if (open.End > 0)
                yield return open;
            open = (first, end);
        }

        if (open.End > 0)
            yield return open;
    }

    private bool AreAlike(ulong left, ulong right) => answers.Concat(expected).OfType<ProcSnapshot>().All(process =>
        (RunAt(process, left), RunAt(process, right)) is var (a, b)
        && (a?.MapCount, a?.Pagemap, a?.Frame < 0) == (b?.MapCount, b?.Pagemap, b?.Frame < 0));

    private NamedMapping? MappingAt(ulong page) => compiled.Mappings.FirstOrDefault(mapping => mapping.Holds(page << shift));

    private string Name(ulong start, ulong end)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"0x{start:x}-0x{end:x}");
        return PlaceNames.Of(compiled, where) is { Length: > 0 } name ? name : where;
    }

    private ValuesRow Row(string name, Func<ProcSnapshot, string> answer) => new(
        name,
        [.. answers.Select(process => process is null ? None : answer(process))],
        [.. expected.Select(process => process is null ? null : answer(process))]);

    private static string Smaps(ProcSnapshot process, (ulong Start, ulong End) place, SmapsField field) =>
        process.Vmas.FirstOrDefault(vma => (vma.Start, vma.End) == place) is { } vma && vma.Counters.Has(field) ? Text(vma.Counters[field]) : None;

    private static PageRun? RunAt(ProcSnapshot process, ulong page)
    {
        foreach (var run in process.Pages)
        {
            if (run.FirstPage <= page && page < run.EndPage)
                return run;
        }

        return null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
