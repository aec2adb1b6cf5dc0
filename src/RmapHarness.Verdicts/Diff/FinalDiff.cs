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
            var differences = new PageDifferences(step, name, LastVmas(expected, index), geometry.PageShift);
            ContentDiff.Compare(left, right, differences, tally);
            differences.AddTo(tally);
        }
    }

    // Only to say where the pages are.
    private static IReadOnlyList<VmaSnapshot> LastVmas(Trace expected, int process) =>
        expected.Observations is not [.., var last] ? [] : last.Processes.FirstOrDefault(snapshot => snapshot.Process == process)?.Vmas ?? [];

    private static string Made(object? contents) => contents is null ? "no" : "yes";
}
