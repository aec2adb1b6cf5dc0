using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Reports.Explain;

/// <summary>Puts the answers of several schemes after one step side by side.</summary>
/// <param name="views">The state after the step under each scheme.</param>
/// <param name="processNames">The author's names, by index.</param>
/// <param name="pageSize">Base page size in bytes.</param>
public sealed class StepComparison(IReadOnlyList<StepView> views, IReadOnlyList<string> processNames, ulong pageSize)
{
    private const string None = "-";

    /// <summary>Folios, processes, and the system.</summary>
    public IEnumerable<ExplainSection> Sections()
    {
        if (views.Any(view => view.Outcome.Errno != 0))
            yield return new ExplainSection("outcome", [new ExplainRow("errno (or minus the signal)", Each(view => Text(view.Outcome.Errno)))]);
        foreach (var frame in views.SelectMany(view => view.Folios).Select(folio => folio.FirstFrame).Distinct().Order())
            yield return FolioSection(frame);
        foreach (var process in views.SelectMany(view => view.Processes).Select(snapshot => snapshot.Process).Distinct().Order())
            yield return ProcessSection(process);
        yield return new ExplainSection("system (pages)",
        [
            new ExplainRow("AnonPages", Each(view => Text(view.System.AnonPages))),
            new ExplainRow("Mapped", Each(view => Text(view.System.Mapped))),
            new ExplainRow("AnonHugePages", Each(view => Text(view.System.AnonHugePages))),
        ]);
    }

    private ExplainSection FolioSection(long frame)
    {
        var folios = views.Select(view => view.Folios.FirstOrDefault(folio => folio.FirstFrame == frame)).ToList();
        var any = folios.First(folio => folio is not null)!;
        var rows = new List<ExplainRow>
        {
            Row("mapcount (entries)", folio => Text(folio.Mapcount), isCounter: true),
            Row("kpagecount", Counts),
            Row("maybe mapped shared", Shared),
        };
        if (any.Order > 0)
        {
            rows.InsertRange(1,
            [
                Row("entire mapcount", folio => folio.EntireMapcount is { } count ? Text(count) : None, isCounter: true),
                Row("total mapped pages", folio => folio.TotalMappedPages is { } pages ? Text(pages) : None, isCounter: true),
            ]);
            rows.Add(Row("partially mapped, by the counters", folio => YesNo(folio.IsCertainlyPartiallyMapped)));
            rows.Add(Row("partially mapped, by a scan", folio => YesNo(folio.IsPartiallyMappedByScan)));
        }

        return new ExplainSection(FolioTitle(any), rows);

        ExplainRow Row(string question, Func<FolioSnapshot, string> answer, bool isCounter = false) =>
            new(question, [.. folios.Select(folio => folio is null ? None : answer(folio))], isCounter);
    }

    private static string FolioTitle(FolioSnapshot folio)
    {
        var kind = folio.Kind switch
        {
            FolioKind.Anon => "anonymous",
            FolioKind.HugetlbAnon => "private hugetlb",
            FolioKind.HugetlbFile => "shared hugetlb",
            _ => "shmem",
        };
        var size = folio.Order == 0 ? "small" : string.Create(CultureInfo.InvariantCulture, $"order {folio.Order}");
        return folio.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"folio at frame {folio.FirstFrame}: {kind}, {size}")
            : string.Create(CultureInfo.InvariantCulture, $"{folio.Count} folios from frame {folio.FirstFrame}: {kind}, {size}, each");
    }

    private ExplainSection ProcessSection(int process)
    {
        var snapshots = views.Select(view => view.Processes.FirstOrDefault(snapshot => snapshot.Process == process)).ToList();
        var totals = snapshots.Select(snapshot => snapshot is null ? null : ProcessTotals.Of(snapshot, pageSize)).ToList();
        return new ExplainSection(processNames[process],
        [
            .. SmapsRows(snapshots),
            Row("Pss, smaps_rollup (kB)", total => total.Pss),
            Row("Uss: Private_Clean + Private_Dirty (kB)", total => total.Uss),
            Row("numa_maps mapmax", total => total.MapMax),
            Row("PM_MMAP_EXCLUSIVE (pages)", total => total.ExclusivePages),
        ]);

        ExplainRow Row(string question, Func<ProcessTotals, long> answer) =>
            new(question, [.. totals.Select(total => total is null ? None : Text(answer(total)))]);
    }

    // Every field that counts resident memory, summed over the VMAs; fields that are zero for all are left out.
    private static IEnumerable<ExplainRow> SmapsRows(List<ProcSnapshot?> snapshots)
    {
        foreach (var field in Enum.GetValues<SmapsField>().Where(field => field is >= SmapsField.Rss and < SmapsField.THPeligible))
        {
            var sums = snapshots.Select(snapshot => snapshot?.Vmas.Where(vma => vma.Counters.Has(field)).Sum(vma => vma.Counters[field])).ToList();
            if (sums.Exists(sum => sum > 0))
                yield return new ExplainRow($"smaps {field} (kB)", [.. sums.Select(sum => sum is { } kilobytes ? Text(kilobytes) : None)]);
        }
    }

    private static string Counts(FolioSnapshot folio) => folio.Counts.Count == 1
        ? Text(folio.Counts[0].Count)
        : string.Join(' ', folio.Counts.Select(run => string.Create(
            CultureInfo.InvariantCulture, $"{run.First}{(run.Pages == 1 ? "" : $"..{run.First + run.Pages - 1}")}:{run.Count}")));

    // One word if all owners are told the same.
    private string Shared(FolioSnapshot folio) => folio.MaybeMappedShared.Distinct().Count() == 1
        ? YesNo(folio.MaybeMappedShared[0])
        : string.Join(' ', folio.Owners.Zip(folio.MaybeMappedShared, (owner, shared) => $"{processNames[owner]}:{YesNo(shared)}"));

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Each(Func<StepView, string> answer) => [.. views.Select(answer)];
}
