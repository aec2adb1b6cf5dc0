using System.Globalization;
using System.Runtime.InteropServices;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Checks, without any model, that the present entries of all processes that name a frame add up to its kpagecount. That holds where the
/// kernel counts the mappings of every page (page-mapcount) and for all frames but the zero page's and the huge zero folio's, which are
/// not counted. An observation has all processes that can map a scenario's memory.
/// </summary>
internal static class ConservationCheck
{
    /// <summary>Compares each entry's kpagecount with the number of entries that name its frame.</summary>
    /// <param name="observation">What the kernel showed.</param>
    /// <param name="differencesOf">Where to put the mismatches of a process.</param>
    /// <param name="tally">Counts one value for each entry.</param>
    public static void Check(Observation observation, Func<int, PageDifferences> differencesOf, Tally tally)
    {
        var entries = new Dictionary<long, long>();
        foreach (var run in observation.Processes.SelectMany(process => process.Pages).Where(IsCounted))
        {
            for (var page = run.FirstPage; page < run.EndPage; page++)
                CollectionsMarshal.GetValueRefOrAddDefault(entries, run.FrameOf(page), out _)++;
        }

        foreach (var process in observation.Processes)
        {
            foreach (var run in process.Pages.Where(IsCounted))
                Check(run, entries, differencesOf(process.Process), tally);
        }
    }

    private static bool IsCounted(PageRun run) =>
        run.Frame >= 0 && run.Pagemap.HasFlag(PagemapBits.Present) && !run.Flags.HasFlag(KpageFlags.ZeroPage);

    private static void Check(PageRun run, Dictionary<long, long> entries, PageDifferences differences, Tally tally)
    {
        tally.Count((long)run.Pages);
        for (var page = run.FirstPage; page < run.EndPage; page++)
        {
            var count = entries[run.FrameOf(page)];
            if (count != run.MapCount)
            {
                differences.Add(
                    Observable.Conservation,
                    "kpagecount",
                    page,
                    1,
                    string.Create(CultureInfo.InvariantCulture, $"{count} (entries that name the frame)"),
                    run.MapCount.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
