using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares what is read after the last step of a program. Its mismatches belong to that step.</summary>
internal sealed class FinalDiff(Geometry geometry, Program program, Tally tally)
{
    private readonly int step = program.Operations.Count - 1;

    /// <summary>Compares the contents of all processes.</summary>
    public void Compare(Trace expected, Trace observed)
    {
        tally.Compare(step, "", Observable.Content, "", "read", Made(expected.Contents), Made(observed.Contents));
        if (expected.Contents is null || observed.Contents is null)
            return;
        foreach (var (index, left, right) in TraceDiff.Pair(expected.Contents, observed.Contents, contents => contents.Process))
        {
            var name = ProcessName.Of(program.ProcessNames, index);
            tally.Compare(step, name, Observable.Content, "", "read", Made(left), Made(right));
            if (left is null || right is null)
                continue;
            var differences = new PageDifferences(step, name, [.. LastVmas(expected, index), .. Ranges(left), .. Ranges(right)], geometry.PageShift);
            ContentDiff.Compare(left, right, differences, tally);
            differences.AddTo(tally);
        }
    }

    // Where the pages are: in the VMAs that were seen last, and in what was mapped after that.
    private static IReadOnlyList<VmaSnapshot> LastVmas(Trace expected, int process) =>
        expected.Observations is not [.., var last] ? [] : last.Processes.FirstOrDefault(snapshot => snapshot.Process == process)?.Vmas ?? [];

    private List<VmaSnapshot> Ranges(ProcContents contents)
    {
        var ranges = new List<VmaSnapshot>();
        foreach (var run in contents.Runs)
        {
            var (start, end) = (run.FirstPage << geometry.PageShift, run.EndPage << geometry.PageShift);
            if (ranges.Count > 0 && ranges[^1].End == start)
                ranges[^1] = ranges[^1] with { End = end };
            else
                ranges.Add(new VmaSnapshot(start, end, "", new SmapsCounters(), []));
        }

        return ranges;
    }

    private static string Made(object? contents) => contents is null ? "no" : "yes";
}
