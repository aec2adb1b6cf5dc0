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
        var end = firstPage + pages;
        for (var page = firstPage; page < end;)
        {
            var (vma, border) = VmaAt(page);
            border = Math.Min(border, end);
            Add(new Mismatch(vma, observable, field, expected, observed, context), page, border);
            page = border;
        }
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

    private void Add(Mismatch mismatch, ulong firstPage, ulong endPage)
    {
        if (!ranges.TryGetValue(mismatch, out var list))
            ranges[mismatch] = list = [];
        if (list.Count > 0 && list[^1].End == firstPage)
            list[^1] = (list[^1].First, endPage);
        else
            list.Add((firstPage, endPage));
    }

    // First page of the VMA that holds a page (outside of all: of the pages up to the next VMA), and the page up to which that is so.
    private (ulong Base, ulong Border) VmaAt(ulong page)
    {
        var holder = vmas.FirstOrDefault(vma => vma.Start >> pageShift <= page && page < vma.End >> pageShift);
        var borders = vmas.SelectMany(vma => new[] { vma.Start >> pageShift, vma.End >> pageShift }).Where(border => border > page);
        return (holder is null ? page : holder.Start >> pageShift, borders.DefaultIfEmpty(ulong.MaxValue).Min());
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
