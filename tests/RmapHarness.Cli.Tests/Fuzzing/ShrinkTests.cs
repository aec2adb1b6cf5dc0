using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>shrink on a fake kernel.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShrinkTests : IDisposable
{
    private static readonly PlantedError NotDivided = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided");
    private readonly Invocation invocation = new();

    public ShrinkTests() => invocation.Add("long");

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task A_scenario_becomes_as_small_as_it_can_be_and_is_readable()
    {
        invocation.Predict = NotDivided.Predict;

        Assert.That(await ShrinkAsync(CancellationToken.None), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Match("^4 of 12 steps are left after [0-9]+ runs; shown in 3 of 3 runs on fresh guests: "));
        Assert.That(File.ReadAllLines(Shrunk).SkipWhile(line => line != "steps:").Skip(1), Is.EqualTo(new[]
        {
            "  - parent mmap: { as: a, kind: anon, size: 1 page }",
            "  - parent touch: { range: a, access: write }",
            "  - parent fork: { child: child }",
            "  - observe: all",
        }));
    }

    [Test]
    public async Task An_interrupted_one_goes_on_and_ends_with_the_same()
    {
        invocation.Predict = NotDivided.Predict;
        await ShrinkAsync(CancellationToken.None);
        var expected = File.ReadAllText(Shrunk);
        var all = Executed();
        File.Delete(Path.ChangeExtension(Shrunk, ".journal"));
        using var source = new CancellationTokenSource();
        invocation.Target.Before = (index, _) => index == all + 30 ? source.CancelAsync() : Task.CompletedTask;
        Assert.That(async () => await ShrinkAsync(source.Token), Throws.InstanceOf<OperationCanceledException>());
        var lines = File.ReadAllLines(Path.ChangeExtension(Shrunk, ".journal"));
        Assert.That(lines, Has.Length.GreaterThan(5));

        // As if the machine had gone down in the middle of a line.
        File.AppendAllText(Path.ChangeExtension(Shrunk, ".journal"), "0123");
        invocation.Target.Before = (_, _) => Task.CompletedTask;
        Assert.That(await ShrinkAsync(CancellationToken.None), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(File.ReadAllText(Shrunk), Is.EqualTo(expected));
        Assert.That(File.ReadAllLines(Path.ChangeExtension(Shrunk, ".journal")), Is.SupersetOf(lines));
    }

    [Test]
    public async Task A_folio_that_a_smaller_scenario_does_not_get_is_no_candidate()
    {
        invocation.Predict = NotDivided.Predict;
        invocation.AddText(
            "huge",
            """
            name: huge
            about: A touch names the folio that the step before it brings.
            needs: { thp: pmd }
            steps:
              - parent mmap: { as: a, kind: anon, size: 1 pmd }
              - parent madvise: { range: a, advice: hugepage }
              - parent touch: { range: a, access: write, expect-folio: pmd }
              - parent fork: { child: child }
              - observe: all
            """);

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "shrink", "huge", "--out", Out), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Match("^[45] of 5 steps are left after [0-9]+ runs; shown in 3 of 3 runs on fresh guests: "));
    }

    [Test]
    public async Task One_that_takes_more_memory_than_fuzz_would_becomes_smaller_too()
    {
        // Only what is larger than anything that fuzz makes shows it.
        invocation.Predict = PlantedError.InField("Rss is wrong from 128 MiB on", SmapsField.Rss, (_, _, value) => value >= 128 << 10 ? value + 4 : value).Predict;
        invocation.AddText(
            "large",
            """
            name: large
            about: Much memory, and something that has nothing to do with it.
            steps:
              - parent mmap: { as: a, kind: anon, size: 40000 pages }
              - parent mmap: { as: b, kind: anon, size: 8 pages }
              - parent touch: { range: b, access: write }
              - parent touch: { range: a, access: write }
              - observe: all
            """);

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "shrink", "large", "--out", Out), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Match("^3 of 5 steps are left after [0-9]+ runs; shown in 3 of 3 runs on fresh guests: "));
    }

    [Test]
    public async Task A_scenario_without_mismatch_is_status_0()
    {
        Assert.That(await ShrinkAsync(CancellationToken.None), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Is.EqualTo("long shows no mismatch: pass\n"));
    }

    [Test]
    public async Task A_scenario_that_does_not_exist_is_status_2()
    {
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "shrink", "none"), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    private string Out => Path.Combine(invocation.Root, "out");

    private string Shrunk => Path.Combine(Out, "shrink", "long.yaml");

    private int Executed()
    {
        var executed = 0;
        invocation.Target.Before = (index, _) =>
        {
            executed = index;
            return Task.CompletedTask;
        };
        invocation.InvokeAsync(CancellationToken.None, "run", "long", "--out", Out).Wait();
        return executed;
    }

    private Task<int> ShrinkAsync(CancellationToken cancellation) => invocation.InvokeAsync(cancellation, "shrink", "long", "--out", Out);
}
