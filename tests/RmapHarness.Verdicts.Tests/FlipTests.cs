using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

/// <summary>The self-test: one value of what a kernel that agrees shows is changed, and the verdict changes from pass to fail.</summary>
public sealed class FlipTests
{
    private const int Observation = 1;
    private const int Parent = 0;
    private const int Child = 1;
    private static readonly Example Example = new();
    private static readonly ulong FirstPage = Example.Observed.Observations[0].Processes[0].Vmas[0].Start >> 12;

    public static IEnumerable<TestCaseData> Flips()
    {
        foreach (var field in Enum.GetValues<SmapsField>().Where(ComparedFields.Compares))
        {
            yield return Flip(
                Observable.Smaps, field.ToString(), trace => trace.MapVma(Observation, Parent, 0, vma => vma.With(field, value => value + 1)));
        }

        foreach (var bit in ComparedFields.Pagemap)
        {
            yield return Flip(
                Observable.Pagemap, bit.Name, EditPage(300, run => run with { Pagemap = run.Pagemap ^ (PagemapBits)(1UL << bit.Bit) }));
        }

        foreach (var bit in ComparedFields.Scan.Where(bit => 1UL << bit.Bit != (ulong)ScanCategories.Written))
            yield return Flip(Observable.Scan, bit.Name, EditPage(300, run => run with { Scan = run.Scan ^ (ScanCategories)(1UL << bit.Bit) }));
        foreach (var field in FieldNames.All<NumaField>())
            yield return Flip(Observable.NumaMaps, field.ToString(), EditVma(vma => vma with { Numa = OneMore(vma.Numa!, field) }));
        yield return Flip(Observable.NumaMaps, "entry", EditVma(vma => vma with { Numa = null }));

        foreach (var bit in ComparedFields.Kpageflags)
        {
            yield return Flip(
                Observable.Kpageflags, bit.Name, EditPage(300, run => run with { Flags = run.Flags ^ (KpageFlags)(1UL << bit.Bit) }));
        }

        foreach (var field in FieldNames.All<StatusField>())
            yield return Flip(Observable.Status, field.ToString(), trace => trace.MapProcess(Observation, Child, process => process.With(field, 4)));
        foreach (var field in FieldNames.All<MemcgField>())
            yield return Flip(Observable.Memcg, field.ToString(), trace => trace.MapObservation(Observation, o => o with { Memcg = o.Memcg!.With(field, 4096) }));
        foreach (var field in FieldNames.All<ThpEvent>())
            yield return Flip(Observable.Thp, field.ToString(), EditThp(thp => thp with { Events = thp.Events.With(field, 1) }));
        foreach (var field in FieldNames.All<ThpStat>())
            yield return Flip(Observable.Thp, field.ToString(), EditThp(thp => thp with { Sizes = Resized(thp.Sizes, 64, stats => stats.With(field, -1)) }));
        yield return Flip(Observable.Thp, "nr_anon", EditThp(thp => thp with { Sizes = thp.Sizes.Where(size => size.Key != 64).ToDictionary() }));
        yield return Flip(Observable.Thp, "counters", trace => trace.MapObservation(Observation, o => o with { Thp = null }));
        foreach (var field in FieldNames.All<HugetlbStat>())
            yield return Flip(Observable.Hugetlb, field.ToString(), WithPool(new FieldValues<HugetlbStat> { [field] = 0 }));
        foreach (var field in FieldNames.All<RollupField>().Where(field => field != RollupField.Referenced))
        {
            var name = field is RollupField.Pss_Anon or RollupField.Pss_File or RollupField.Pss_Shmem ? "Pss_Anon + Pss_File + Pss_Shmem" : field.ToString();
            yield return Flip(Observable.Rollup, name, trace => trace.MapProcess(Observation, Child, process => process.With(field, 8)));
        }

        yield return Flip(Observable.Kpagecount, "kpagecount", EditPage(300, run => run with { MapCount = run.MapCount + 1 }));
        yield return Flip(Observable.Content, "word", EditPage(300, run => run with { Word = run.Word + 1 }));
        yield return Flip(Observable.Content, "word", EditPage(300, run => run with { Word = 0 }));
        yield return Flip(Observable.Content, "final", EditContents(run => run with { Word = run.Word + 1 }));
        yield return Flip(Observable.Content, "final", EditContents(run => run with { Word = 0, Signal = 11 }));
        yield return Flip(Observable.Content, "final", EditContents(run => run with { Pages = run.Pages - 1 }));
        yield return Flip(Observable.Content, "read", trace => trace with { Contents = [trace.Contents![Parent]] });
        yield return Flip(Observable.Content, "read", trace => trace with { Contents = null });
        yield return Flip(Observable.Conservation, "kpagecount", EditPage(300, run => run with { MapCount = run.MapCount + 1 }));
        yield return Flip(Observable.Frame, "identity", EditPage(300, run => run with { Frame = run.Frame + 0x100000 }));
        yield return Flip(Observable.Frame, "contiguous", EditPage(300, run => run with { Frame = run.Frame + 0x100000 }));
        yield return Flip(Observable.Frame, "named", EditPage(300, run => run with { Frame = -1 }));
        yield return Flip(Observable.Frame, "aligned", trace => trace.MapRuns(run => run.Frame < 0 ? run : run with { Frame = run.Frame + 1 }));
        yield return Flip(Observable.Vma, "vma", EditVma(vma => vma with { Start = vma.Start + 0x1000 }));
        yield return Flip(Observable.Vma, "end", EditVma(vma => vma with { End = vma.End - 0x1000 }));
        yield return Flip(Observable.Vma, "permissions", EditVma(vma => vma with { Permissions = "r--p" }));
        yield return Flip(Observable.Vma, "page", trace => trace.MapProcess(Observation, Parent, p => p with { Pages = [.. p.Pages.SkipLast(1)] }));
        yield return Flip(Observable.Vmflags, "zz", EditVma(vma => vma with { Flags = [.. vma.Flags, "zz"] }));
        foreach (var code in Example.Observed.Observations[Observation].Processes[Parent].Vmas[0].Flags)
            yield return Flip(Observable.Vmflags, code, EditVma(vma => vma with { Flags = [.. vma.Flags.Where(flag => flag != code)] }));
        yield return Flip(Observable.Step, "errno", trace => trace with { Outcomes = [.. trace.Outcomes.Select(o => o.Step == 2 ? o with { Errno = -11 } : o)] });
        yield return Flip(Observable.Step, "errno", trace => trace with { Outcomes = [.. trace.Outcomes.SkipLast(1)] });
        yield return Flip(Observable.Process, "alive", trace => trace.MapObservation(Observation, o => o with { Processes = [o.Processes[Parent]] }));
        yield return Flip(
            Observable.Process,
            "alive",
            trace => trace.MapObservation(Observation, o => o with { Processes = [.. o.Processes, o.Processes[Child] with { Process = 2 }] }));
        yield return Flip(Observable.Process, "observation", trace => trace with { Observations = [.. trace.Observations.SkipLast(1)] });
        yield return Flip(
            Observable.Claim,
            "kpagecount",
            trace => trace.MapPage(2, Parent, FirstPage, run => run with { MapCount = run.MapCount + 1 }));
    }

    [TestCaseSource(nameof(Flips))]
    public void A_flipped_value_turns_pass_into_fail(Observable observable, string field, Func<Trace, Trace> flip)
    {
        Assert.That(Decide(Example.Observed).Verdict, Is.EqualTo(Verdict.Pass), "before the flip");

        var result = Decide(flip(Example.Observed));

        Assert.That(result.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(
            result.Differences.Select(difference => (difference.Observable, difference.Field)), Has.Member((observable, field)));
    }

    [Test]
    public void Every_observable_is_flipped() =>
        Assert.That(Flips().Select(flip => (Observable)flip.Arguments[0]!).Distinct(), Is.EquivalentTo(Enum.GetValues<Observable>()));

    [Test]
    public void The_example_compares_thousands_of_values() => Assert.That(Decide(Example.Observed).Compared, Is.GreaterThan(50_000));

    [Test]
    public void Whether_a_page_was_written_is_compared_where_userfaultfd_watches()
    {
        var example = new Example();
        var watched = example.Predicted.MapRuns(run => run with { Scan = run.Scan & ~ScanCategories.Written, ScanOpen = ScanCategories.None });
        var observed = example.Predicted.MapRuns(run => run with { Scan = run.Scan | ScanCategories.Written });

        Assert.That(
            TraceDiff.Compare(example.Profile, example.Compiled.Program, watched, observed).Differences.Select(difference => (difference.Observable, difference.Field, difference.Expected)).Distinct(),
            Is.EqualTo(new[] { (Observable.Scan, "written", "0") }));
        Assert.That(TraceDiff.Compare(example.Profile, example.Compiled.Program, example.Predicted, observed).Differences, Is.Empty);
    }

    [Test]
    public void Each_counter_of_a_pool_is_compared()
    {
        var example = new Example(Example.Text.Replace("steps:", "steps:\n  - hugetlb: { pool: 2 pmds }", StringComparison.Ordinal));
        foreach (var field in FieldNames.All<HugetlbStat>())
        {
            var observed = example.Predicted.MapObservation(Observation, o => o with { Hugetlb = Pools(o.Hugetlb[2048].With(field, 1)) });
            Assert.That(
                TraceDiff.Compare(example.Profile, example.Compiled.Program, example.Predicted, observed).Differences.Select(difference => (difference.Observable, difference.Field)),
                Is.EqualTo(new[] { (Observable.Hugetlb, field.ToString()) }));
        }
    }

    [Test]
    public void A_value_that_is_left_out_changes_nothing()
    {
        var flipped = Example.Observed
            .MapVma(Observation, Parent, 0, vma => vma.With(SmapsField.Referenced, value => value + 4))
            .MapVma(Observation, Parent, 0, vma => vma.With(SmapsField.ProtectionKey, _ => 1))
            .MapRuns(run => run with { Scan = run.Scan ^ ScanCategories.Written })
            .MapRuns(run => run with { Flags = run.Flags ^ (KpageFlags.Locked | KpageFlags.Referenced | KpageFlags.Active | KpageFlags.Idle) });

        Assert.That(Decide(flipped).Verdict, Is.EqualTo(Verdict.Pass));
    }

    private static Func<Trace, Trace> EditThp(Func<ThpCounters, ThpCounters> edit) =>
        trace => trace.MapObservation(Observation, o => o with { Thp = edit(o.Thp!) });

    private static Func<Trace, Trace> WithPool(FieldValues<HugetlbStat> pool) => trace => trace.MapObservation(Observation, o => o with { Hugetlb = Pools(pool) });

    private static Dictionary<int, FieldValues<HugetlbStat>> Pools(FieldValues<HugetlbStat> pool) => new() { [2048] = pool };

    private static Dictionary<int, FieldValues<ThpStat>> Resized(
        IReadOnlyDictionary<int, FieldValues<ThpStat>> sizes, int kilobytes, Func<FieldValues<ThpStat>, FieldValues<ThpStat>> edit) =>
        new(sizes) { [kilobytes] = edit(sizes[kilobytes]) };

    // The field is there afterwards, also if it was not printed before.
    private static FieldValues<NumaField> OneMore(FieldValues<NumaField> values, NumaField field)
    {
        var copy = values.With(field, 0);
        copy[field] = values.ValueOrZero(field) + 1;
        return copy;
    }

    private static ScenarioResult Decide(Trace observed) =>
        new Judge(Example.Profile, []).Decide(Example.Compiled, Example.Predicted, Example.Completed(observed));

    private static TestCaseData Flip(Observable observable, string field, Func<Trace, Trace> flip) =>
        new TestCaseData(observable, field, flip).SetArgDisplayNames(observable.ToString(), field);

    private static Func<Trace, Trace> EditPage(ulong offset, Func<PageRun, PageRun> edit) =>
        trace => trace.MapPage(Observation, Parent, FirstPage + offset, edit);

    private static Func<Trace, Trace> EditContents(Func<ContentRun, ContentRun> edit) =>
        trace => trace.MapContents(Child, contents => contents with { Runs = [edit(contents.Runs[0]), .. contents.Runs.Skip(1)] });

    private static Func<Trace, Trace> EditVma(Func<VmaSnapshot, VmaSnapshot> edit) => trace => trace.MapVma(Observation, Parent, 0, edit);
}
