using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Reports.Mismatches;

/// <summary>Says by which rule, and with which numbers, the model comes to an expected value. It runs the model again and believes nothing else.</summary>
/// <param name="compiled">What ran.</param>
/// <param name="profile">The kernel.</param>
internal sealed class ExpectationReason(CompiledScenario compiled, KernelProfile profile)
{
    private const string Pagemap = "Documentation/admin-guide/mm/pagemap.rst";
    private const string Proc = "Documentation/filesystems/proc.rst";
    private readonly List<StepView> views = [];
    private IEnumerator<StepView>? run;
    private bool isBroken;

    /// <summary>The rule in one line, or the document that promises the value; empty if there is neither.</summary>
    public string Of(Difference difference)
    {
        var view = ViewAt(difference.Step);
        var index = compiled.Program.ProcessNames.ToList().IndexOf(difference.Process);
        var process = view?.Processes.FirstOrDefault(candidate => candidate.Process == index);
        var place = Places.Of(difference.Where, compiled.Geometry.PageSize).Select(range => ((ulong, ulong)?)range).FirstOrDefault();
        return (process is not null && place is { } range ? Arithmetic(difference, view!, process, range) : null) ?? DocumentOf(difference.Observable);
    }

    private static string DocumentOf(Observable observable) => observable switch
    {
        Observable.Pagemap or Observable.Kpagecount or Observable.Kpageflags => Pagemap,
        Observable.Smaps or Observable.Vmflags or Observable.Vma => Proc,
        Observable.Conservation => "what the entries of all processes add up to; no model is involved",
        Observable.Frame => "pages that share a frame, or neighbour in a folio, must do so on both sides",
        _ => "",
    };

    private string? Arithmetic(Difference difference, StepView view, ProcSnapshot process, (ulong Start, ulong End) place)
    {
        if (difference.Observable == Observable.Smaps)
        {
            return Enum.TryParse<SmapsField>(difference.Field, out var field) && process.Vmas.FirstOrDefault(vma => vma.Start == place.Start) is { } vma
                ? ShareRule.Of(field, process, vma, compiled.Geometry)
                : null;
        }

        var isCount = difference.Observable == Observable.Kpagecount;
        if (!isCount && (difference.Observable, difference.Field) != (Observable.Pagemap, "exclusive"))
            return null;
        var page = place.Start >> compiled.Geometry.PageShift;
        foreach (var pages in process.Pages.Where(pages => pages.FirstPage <= page && page < pages.EndPage && pages.Frame >= 0))
        {
            var frame = pages.FrameOf(page);
            var folio = view.Folios.FirstOrDefault(folio => folio.FirstFrame <= frame && frame < folio.FirstFrame + (folio.Count << folio.Order));
            if (folio is null)
                return "the zero page is not counted";
            return isCount
                ? CountRule.Of(profile.Scheme, folio, pages.MapCount)
                : SharingRule.Of(profile, folio, process.Process, pages.MapCount, compiled.Program.ProcessNames);
        }

        return null;
    }

    private StepView? ViewAt(int step)
    {
        run ??= Simulation.Steps(profile, compiled.Program).GetEnumerator();
        try
        {
            while (!isBroken && views.Count <= step && run.MoveNext())
                views.Add(run.Current);
        }
        catch (Exception exception) when (exception is UnmetExpectationException or InvalidOperationException)
        {
            // The difference stands without its reason; that the model failed is a verdict of its own.
            isBroken = true;
        }

        return step >= 0 && step < views.Count ? views[step] : null;
    }
}
