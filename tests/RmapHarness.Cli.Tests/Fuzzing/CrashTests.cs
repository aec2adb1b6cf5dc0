using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>Scenarios that kill their guest, on a fake kernel that dies of pages that too many processes map.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CrashTests : IDisposable
{
    private const string Title = "kernel BUG in folio_remove_rmap_ptes";
    private const string Text = """
        name: long
        about: Dies with the second fork.
        steps:
          - parent mmap: { as: a, kind: anon, size: 5 pages }
          - parent mmap: { as: b, kind: anon, size: 2 pages }
          - parent touch: { range: a, access: write }
          - parent touch: { range: b, access: read }
          - observe: all
          - parent fork: { child: child }
          - child munmap: { range: b }
          - child fork: { child: child2 }
          - child2 madvise: { range: "a[0]", advice: dontneed }
          - observe: all
        """;

    private readonly Invocation invocation = new();

    public CrashTests()
    {
        invocation.AddText("long", Text);
        // Two mappers are another crash, which a smaller scenario must not end with.
        invocation.Target.Edit = (_, run) => Mappers(run) switch
        {
            > 2 => run with { End = RunEnd.Damaged, Crash = Title },
            2 => run with { End = RunEnd.Lost, Crash = "kernel panic: another" },
            _ => run,
        };
    }

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task Shrink_keeps_the_same_title()
    {
        Assert.That(await ShrinkAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Error, Does.Contain($"long: 10 steps show crash: {Title}"));
        Assert.That(invocation.Output, Does.Match("^5 of 10 steps are left after [0-9]+ runs; shown in 3 of 3 runs on fresh guests: "));
        Assert.That(File.ReadAllLines(Path.Combine(Out, "shrink", "long.yaml")).SkipWhile(line => line != "steps:").Skip(1), Is.EqualTo(new[]
        {
            "  - parent mmap: { as: a, kind: anon, size: 1 page }",
            "  - parent touch: { range: a, access: write }",
            "  - parent fork: { child: child }",
            "  - parent fork: { child: child2 }",
            "  - observe: all",
        }));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(invocation.Target.Started), "no guest is left");
    }

    [Test]
    public async Task A_crash_that_does_not_come_again_is_told()
    {
        var edit = invocation.Target.Edit;
        invocation.Target.Edit = (index, run) => index == 0 ? edit(index, run) : run;
        Assert.That(await ShrinkAsync(), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Match("^10 of 10 steps are left after [0-9]+ runs; shown in 0 of 3 runs on fresh guests: "));
    }

    [Test]
    public async Task Fuzz_confirms_shrinks_and_reports_a_crash_once()
    {
        invocation.Target.Edit = (_, run) => Mappers(run) > 3 ? run with { End = RunEnd.Damaged, Crash = Title, Reason = "BUG" } : run;
        var options = new[] { "fuzz", "--out", Out, "--jobs", "1", "--seed", "1", "--count", "400", "--enough", "1" };
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, options), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain($"1. crash: {Title}\n   shown in all of 3 runs on fresh guests"));
        var directory = Path.Combine(Out, "mismatches", "01-crash");
        Assert.That(File.ReadAllText(Path.Combine(directory, "report.txt")), Does.StartWith("crash: fuzz-1-").And.Contain("BUG").And.Contain("repeat:"));
        Assert.That(File.ReadAllLines(Path.Combine(directory, "scenario.yaml")).Count(line => line.StartsWith("  - ", StringComparison.Ordinal)), Is.LessThanOrEqualTo(7));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(invocation.Target.Started), "no guest is left");
    }

    private static long Mappers(ObservedRun run) =>
        run.Trace.Observations.SelectMany(o => o.Processes).SelectMany(p => p.Pages).Select(page => page.MapCount).DefaultIfEmpty().Max();

    private string Out => Path.Combine(invocation.Root, "out");

    private Task<int> ShrinkAsync() => invocation.InvokeAsync(CancellationToken.None, "shrink", "long", "--jobs", "1", "--out", Out);
}
