using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares the numa_maps entry of one VMA. A field that is not printed says 0, and of mapmax that it is not above 1.</summary>
internal sealed class NumaDiff(Tally tally, int step, string process, Geometry geometry)
{
    /// <summary>Compares both sides.</summary>
    /// <param name="where">The VMA.</param>
    /// <param name="expected">The VMA that is expected.</param>
    /// <param name="observed">The VMA that was seen.</param>
    /// <param name="pages">All pages that are expected of the process.</param>
    public void Compare(string where, VmaSnapshot expected, VmaSnapshot observed, IReadOnlyList<PageRun> pages)
    {
        tally.Compare(step, process, Observable.NumaMaps, where, "entry", Made(expected), Made(observed));
        if (expected.Numa is not { } left || observed.Numa is not { } right)
            return;
        foreach (var field in FieldNames.All<NumaField>().Where(field => left.Has(field) || right.Has(field)))
        {
            tally.Count(1);
            if (left.Has(field) == right.Has(field) && left.ValueOrZero(field) == right.ValueOrZero(field))
                continue;
            tally.Add(new Difference(step, process, Observable.NumaMaps, where, field.ToString(), Text(left, field), Text(right, field))
            {
                Vma = Context(expected, pages),
            });
        }
    }

    private static string Made(VmaSnapshot vma) => vma.Numa is null ? "none" : "made";

    private static string Text(FieldValues<NumaField> values, NumaField field) =>
        values.Has(field) ? values[field].ToString(CultureInfo.InvariantCulture) : "absent";

    private VmaContext Context(VmaSnapshot expected, IReadOnlyList<PageRun> pages)
    {
        var context = VmaContext.Of(expected);
        var inside = pages.Where(run => run.FirstPage >= expected.Start >> geometry.PageShift && run.EndPage <= expected.End >> geometry.PageShift);
        return context with
        {
            PmdMapped = Pages(context.PmdMapped),
            Reprotected = Pages(context.Reprotected),
            MapMaxOfFirstPages = inside.Where(run => run.Frame >= 0 && CountsHere(run)).Select(run => run.MapCount).DefaultIfEmpty(0).Max(),
        };
    }

    private long Pages(long kilobytes) => (kilobytes << 10) / (long)geometry.PageSize;

    // Every PTE, and the first page below a PMD entry.
    private bool CountsHere(in PageRun run)
    {
        var pmd = (ulong)geometry.PmdPages;
        return run.Level == MappingLevel.Pte || (run.FirstPage + pmd - 1) / pmd * pmd < run.EndPage;
    }
}
