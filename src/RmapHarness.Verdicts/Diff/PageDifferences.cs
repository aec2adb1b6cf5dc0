using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Gathers the mismatches of one process' pages: equal ones of one VMA become one difference.</summary>
internal sealed class PageDifferences(int step, string process, IReadOnlyList<VmaSnapshot> vmas, int pageShift)
{
    private const int ShownRanges = 8;
    private readonly Dictionary<Mismatch, List<(ulong First, ulong End)>> ranges = [];

    /// <summary>Adds pages that show one mismatch; pages may come in any order.</summary>
    public void Add(Observable observable, string field, ulong firstPage, ulong pages, string expected, string observed, PageContext? context = null)
    {
        var mismatch = new Mismatch(BaseOf(firstPage), observable, field, expected, observed, context);
        if (!ranges.TryGetValue(mismatch, out var list))
            ranges[mismatch] = list = [];
        if (list.Count > 0 && list[^1].End == firstPage)
            list[^1] = (list[^1].First, firstPage + pages);
        else
            list.Add((firstPage, firstPage + pages));
    }

    /// <summary>Hands the collapsed mismatches over.</summary>
    public void AddTo(Tally tally)
    {
        foreach (var (mismatch, list) in ranges.OrderBy(entry => entry.Value[0].First))
        {
            var pages = list.Sum(range => (long)(range.End - range.First));
            tally.Add(new Difference(
                step, process, mismatch.Observable, Where(mismatch.Base, list), mismatch.Field, mismatch.Expected, mismatch.Observed, pages)
            {
                Context = mismatch.Context,
            });
        }
    }

    private ulong BaseOf(ulong page)
    {
        var address = page << pageShift;
        foreach (var vma in vmas)
        {
            if (vma.Start <= address && address < vma.End)
                return vma.Start >> pageShift;
        }

        return page;
    }

    private string Where(ulong basePage, List<(ulong First, ulong End)> list)
    {
        var shown = list.Take(ShownRanges).Select(range => Range(range.First - basePage, range.End - basePage - 1));
        var rest = list.Count > ShownRanges ? ",…" : "";
        return string.Create(CultureInfo.InvariantCulture, $"0x{basePage << pageShift:x}+{string.Join(',', shown)}{rest}");
    }

    private static string Range(ulong first, ulong last) => first == last ? $"{first}" : $"{first}..{last}";

    private readonly record struct Mismatch(ulong Base, Observable Observable, string Field, string Expected, string Observed, PageContext? Context);
}
