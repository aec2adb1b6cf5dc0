using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares one observation of all processes.</summary>
internal sealed class ObservationDiff(KernelProfile profile, IReadOnlyList<string> processNames, FrameCorrespondence correspondence, Tally tally)
{
    private readonly Geometry geometry = profile.Geometry;
    private readonly bool comparesStatus = NotCompared.Compares(profile, Observable.Status);
    private readonly bool comparesNuma = NotCompared.Compares(profile, Observable.NumaMaps);
    private readonly bool comparesThp = NotCompared.Compares(profile, Observable.Thp);
    private readonly bool comparesMemcg = NotCompared.Compares(profile, Observable.Memcg);

    /// <summary>Compares an expected observation with the one that was made.</summary>
    public void Compare(Observation expected, Observation observed, bool checkConservation)
    {
        var step = observed.Step;
        var frames = new FrameDiff(correspondence, tally, step);
        var pages = new PageDiff(tally, frames, geometry.PmdPages, NotCompared.Compares(profile, Observable.Scan));
        var differences = new SortedDictionary<int, PageDifferences>();
        foreach (var (index, left, right) in TraceDiff.Pair(expected.Processes, observed.Processes, process => process.Process))
        {
            var name = ProcessName.Of(processNames, index);
            differences[index] = new PageDifferences(step, name, [.. right?.Vmas ?? [], .. left?.Vmas ?? []], geometry.PageShift);
            tally.Compare(step, name, Observable.Process, "", "alive", Alive(left), Alive(right));
            if (left is null || right is null)
                continue;
            new VmaDiff(tally, step, name).Compare(left.Vmas, right.Vmas, (where, before, after) => CompareNuma(step, name, left.Pages, where, before, after));
            pages.Compare(left, right, name, differences[index]);
            if (comparesStatus)
                FieldDiff.Compare(Observable.Status, left.Status, right.Status, step, name, tally);
            new RollupCheck(step, name, tally).Check(right);
        }

        if (comparesMemcg)
            FieldDiff.Compare(Observable.Memcg, expected.Memcg, OfScenario(observed), step, "", tally);
        if (comparesThp)
            ThpDiff.Compare(expected.Thp, observed.Thp, step, tally);
        HugetlbDiff.Compare(expected, observed, tally);
        frames.CompareLayout();
        if (checkConservation)
            ConservationCheck.Check(AddressSpaces(expected, observed), index => differences[index], tally);
        foreach (var processDifferences in differences.Values)
            processDifferences.AddTo(tally);
    }

    // Without mapcounts of pages a folio counts whole as soon as any of it is mapped (FolioCounters.StatisticsPages).
    private FieldValues<MemcgField>? OfScenario(Observation observed)
    {
        if (observed.Memcg is not { } memcg || profile.Scheme == AccountingScheme.PageMapcount || observed.MemcgUnmapped == 0)
            return observed.Memcg;
        var own = new FieldValues<MemcgField>();
        foreach (var field in FieldNames.All<MemcgField>().Where(field => memcg.Has(field)))
            own[field] = memcg[field] - (field == MemcgField.anon ? observed.MemcgUnmapped : 0);
        return own;
    }

    private void CompareNuma(int step, string process, IReadOnlyList<PageRun> pages, string where, VmaSnapshot expected, VmaSnapshot observed)
    {
        if (comparesNuma)
            new NumaDiff(tally, step, process, geometry).Compare(where, expected, observed, pages);
    }

    // Threads show the same entries once more.
    private static IReadOnlyList<ProcSnapshot> AddressSpaces(Observation expected, Observation observed)
    {
        var threads = expected.Processes.Where(process => process.SharesWith is not null).Select(process => process.Process).ToHashSet();
        return threads.Count == 0 ? observed.Processes : [.. observed.Processes.Where(process => !threads.Contains(process.Process))];
    }

    private static string Alive(ProcSnapshot? process) => process is null ? "no" : "yes";
}
