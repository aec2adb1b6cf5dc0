using System.Globalization;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff.Runs;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Checks, without any model, that the present entries of all processes that name a frame add up to its kpagecount. That holds where the
/// kernel counts the mappings of every page (page-mapcount) and for all frames but the zero page's and the huge zero folio's, which are
/// not counted. An observation has all processes that can map a scenario's memory.
/// </summary>
internal static class ConservationCheck
{
    /// <summary>Compares each entry's kpagecount with the number of entries that name its frame.</summary>
    /// <param name="processes">What the kernel showed, of every address space once.</param>
    /// <param name="differencesOf">Where to put the mismatches of a process.</param>
    /// <param name="tally">Counts one value for each entry.</param>
    public static void Check(IReadOnlyList<ProcSnapshot> processes, Func<int, PageDifferences> differencesOf, Tally tally)
    {
        var entries = new RunMap<Same<long>>();
        foreach (var run in processes.SelectMany(process => process.Pages).Where(IsCounted))
            Add(entries, run);
        foreach (var process in processes)
        {
            foreach (var run in process.Pages.Where(IsCounted))
                Check(run, entries, differencesOf(process.Process), tally);
        }
    }

    private static bool IsCounted(PageRun run) =>
        run.Frame >= 0 && run.Pagemap.HasFlag(PagemapBits.Present) && !run.Flags.HasFlag(KpageFlags.ZeroPage);

    // A run that names one frame throughout is as many entries of that frame.
    private static (long Frames, long EntriesOfEach) Shape(PageRun run) =>
        run.FrameStride == 0 ? (1, (long)run.Pages) : ((long)run.Pages, 1);

    private static void Add(RunMap<Same<long>> entries, PageRun run)
    {
        var (frames, each) = Shape(run);
        for (long done = 0, alike; done < frames; done += alike)
        {
            entries.TryFind(run.Frame + done, frames - done, out var before, out alike);
            entries.Set(run.Frame + done, alike, new Same<long>(before.Value + each));
        }
    }

    private static void Check(PageRun run, RunMap<Same<long>> entries, PageDifferences differences, Tally tally)
    {
        tally.Count((long)run.Pages);
        var (frames, each) = Shape(run);
        for (long done = 0, alike; done < frames; done += alike)
        {
            entries.TryFind(run.Frame + done, frames - done, out var count, out alike);
            if (count.Value != run.MapCount)
            {
                differences.Add(
                    Observable.Conservation,
                    "kpagecount",
                    run.FirstPage + (ulong)done,
                    (ulong)(alike * each),
                    string.Create(CultureInfo.InvariantCulture, $"{count.Value} (entries that name the frame)"),
                    run.MapCount.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
