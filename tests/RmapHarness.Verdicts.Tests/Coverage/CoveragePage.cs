using System.Text;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>docs/coverage.md, made from what the library does on the model.</summary>
internal sealed class CoveragePage(LibraryCoverage coverage)
{
    private const string Head = """
        # Coverage: step × folio × observation

        Made from what the scenarios of the library do on the model of one kernel (7.3, x86_64, page-mapcount); do not edit.

        A row is a step; a column is what the step finds at its addresses just before it is done. A cell names the observables in which it would
        be seen if a kernel left the step out and reported its outcome all the same: each step is left out in turn, and the rest of
        its scenario is compared with the whole. `·`: scenarios do the step there, and its loss is seen nowhere. A number is a reason, from the list at the end, why no
        scenario does it.

        """;

    private static readonly IReadOnlyList<(Observable Observable, char Mark)> Marks =
        [.. ObservableCatalogue.All.Where(one => one.Mark is not null).Select(one => (one.Observable, one.Mark!.Value))];

    private readonly StringBuilder page = new();

    public static string Text(LibraryCoverage coverage)
    {
        var page = new CoveragePage(coverage);
        page.Write();
        return page.page.ToString();
    }

    private void Write()
    {
        page.Append(Head.ReplaceLineEndings("\n"));
        page.Append(string.Join(" · ", Marks.Select(mark => $"`{mark.Mark}` {Words.Of(mark.Observable)}")));
        page.Append("\n\nA *part of* a folio: this process maps only a part of it. *Elsewhere*: in another process.\n");
        Table("Mapped by this process alone; each folio covered whole", FolioSituation.Alone, shared: false, cut: false);
        Table("Mapped by this process alone; the step is about a part of the folio", FolioSituation.Large(shared: false), shared: false, cut: true);
        Table("Mapped by other processes too; each folio covered whole", FolioSituation.Shared, shared: true, cut: false);
        Table("Mapped by other processes too; the step is about a part of the folio", FolioSituation.Large(shared: true), shared: true, cut: true);
        page.Append("\n## Reasons\n\n");
        for (var i = 0; i < CoverageGaps.All.Count; i++)
            page.Append($"{i + 1}. {CoverageGaps.All[i].Reason}.\n");
    }

    private void Table(string title, IReadOnlyList<string> kinds, bool shared, bool cut)
    {
        page.Append($"\n## {title}\n\n| step | {string.Join(" | ", kinds)} |\n|---|{string.Concat(kinds.Select(_ => "---|"))}\n");
        foreach (var step in StepVariant.All)
            page.Append($"| {step} | {string.Join(" | ", kinds.Select(kind => Cell(step, new FolioSituation(kind, shared, cut))))} |\n");
    }

    private string Cell(string step, FolioSituation situation)
    {
        if (coverage.Find(step, situation) is not { } seen)
        {
            var reason = CoverageGaps.All.ToList().FindIndex(gap => gap.Explains(step, situation));
            return reason < 0 ? "**?**" : $"{reason + 1}";
        }

        var marks = string.Concat(Marks.Where(mark => seen.Contains(mark.Observable)).Select(mark => mark.Mark));
        return marks.Length == 0 ? "·" : $"`{marks}`";
    }
}
