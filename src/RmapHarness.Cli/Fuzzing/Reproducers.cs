using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Reproducing;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Writes the C program of a scenario that ran.</summary>
internal static class Reproducers
{
    private const int Notes = 8;

    private static readonly Observable[] Checked =
    [
        Observable.Step, Observable.Vma, Observable.Smaps, Observable.Vmflags, Observable.Pagemap, Observable.Frame, Observable.Kpagecount,
        Observable.Kpageflags, Observable.Content, Observable.Rollup, Observable.Status, Observable.Scan, Observable.NumaMaps, Observable.Memcg, Observable.Thp,
        Observable.Process, Observable.Conservation, Observable.Claim, Observable.Hugetlb,
    ];

    private static readonly (Observable Observable, ReproducedGroups Group)[] Groups =
    [
        (Observable.Scan, ReproducedGroups.Scan), (Observable.NumaMaps, ReproducedGroups.NumaMaps),
        (Observable.Memcg, ReproducedGroups.Memory), (Observable.Thp, ReproducedGroups.Thp),
    ];

    /// <summary>The program.</summary>
    /// <exception cref="NotSupportedException">The scenario cannot be written in C, or its mismatches are in what the program does not look at.</exception>
    public static string Write(ScenarioRun run, KernelUnderTest kernel)
    {
        var differences = run.Result.Differences;
        if (differences.Count > 0 && !differences.Any(difference => Checked.Contains(difference.Observable)))
            throw new NotSupportedException($"what differs is not among the things that a C program looks at: {differences[0].Observable}");
        var notes = differences.Take(Notes).Select(difference =>
            $"step {difference.Step}, {difference.Process} {difference.Where}: {difference.Observable.ToString().ToLowerInvariant()} {difference.Field}: "
            + $"expected {difference.Expected}, observed {difference.Observed}");
        return new Reproducer(FieldsOf(kernel.Profile)).Write(
            run.Compiled!, kernel.Profile, run.Predicted!, [$"Ran on {kernel.Release} ({RmapHarness.Scenarios.Text.Words.Of(run.Result.Verdict)}).", .. notes]);
    }

    private static ReproducedFields FieldsOf(KernelProfile profile) => new(
        [.. ComparedFields.Pagemap.Select(bit => (bit.Bit, bit.Name))],
        [.. ComparedFields.Kpageflags.Select(bit => (bit.Bit, bit.Name))],
        [.. Enum.GetValues<SmapsField>().Where(ComparedFields.Compares)],
        Compares(profile, Observable.Status) ? Enum.GetValues<StatusField>() : [],
        [.. ComparedFields.Scan.Select(bit => (bit.Bit, bit.Name))],
        Groups.Where(pair => Compares(profile, pair.Observable)).Aggregate(
            profile.Scheme == AccountingScheme.PageMapcount ? ReproducedGroups.Conservation : ReproducedGroups.None, (all, pair) => all | pair.Group));

    private static bool Compares(KernelProfile profile, Observable observable) => NotCompared.On(profile).All(entry => entry.Observable != observable);
}
