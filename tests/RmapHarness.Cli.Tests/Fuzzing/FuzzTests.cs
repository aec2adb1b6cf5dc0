using RmapHarness.Engine.Proc;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>Whole fuzz runs on a fake kernel.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FuzzTests : IDisposable
{
    private static readonly PlantedError NotDivided = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided");
    private readonly Invocation invocation = new();

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task Agreement_is_status_0_and_leaves_a_corpus()
    {
        Assert.That(await FuzzAsync("--seed", "4", "--count", "120"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.Match("seed 4: 120 scenarios, [0-9,]+ values, [0-9]+/s, coverage [0-9]+, 0 with mismatches \\(0 distinct\\)\n"));
        Assert.That(invocation.Error, Does.Contain("--seed 4 makes the same scenarios again"));
        Assert.That(Corpus().Length, Is.InRange(10, 120));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, ["check", .. Corpus()]), Is.EqualTo(ExitStatus.Good));
    }

    [Test]
    public async Task The_corpus_is_replayed_first_and_what_it_has_is_not_kept_again()
    {
        await FuzzAsync("--seed", "4", "--count", "60");
        var before = Corpus();

        Assert.That(await FuzzAsync("--seed", "4", "--count", "60"), Is.EqualTo(ExitStatus.Good));
        Assert.That(Corpus(), Is.EqualTo(before));
        Assert.That(invocation.Output, Does.Contain($"seed 4: {60 + before.Length} scenarios"));
    }

    [Test]
    public async Task A_corpus_file_that_is_broken_or_of_another_version_is_left_out_by_name()
    {
        Directory.CreateDirectory(CorpusPath);
        File.WriteAllText(Path.Combine(CorpusPath, "other.yaml"), "name: a\nabout: Of another version.\nsteps:\n  - parent teleport: { range: a }\n");
        File.WriteAllText(Path.Combine(CorpusPath, "cut.yaml"), Example.Text[..150]);
        File.WriteAllText(Path.Combine(CorpusPath, "empty.yaml"), "");
        File.WriteAllText(Path.Combine(CorpusPath, "two.yaml"), TwoScenarios);
        File.CreateSymbolicLink(Path.Combine(CorpusPath, "gone.yaml"), Path.Combine(CorpusPath, "nowhere"));

        Assert.That(await FuzzAsync("--seed", "4", "--count", "5"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Error, Does.Contain("other.yaml is left out: there is no step 'teleport'").And.Contain("cut.yaml is left out").And.Contain("empty.yaml is left out"));
        Assert.That(invocation.Error, Does.Contain("two.yaml is left out: it is not one scenario").And.Contain("gone.yaml is left out"));
        Assert.That(File.Exists(Path.Combine(CorpusPath, "cut.yaml")), Is.True);
    }

    [Test]
    public async Task What_a_killed_run_was_writing_goes()
    {
        Directory.CreateDirectory(CorpusPath);
        using var dead = System.Diagnostics.Process.Start("true")!;
        await dead.WaitForExitAsync();
        var (left, busy) = (Path.Combine(CorpusPath, $"0123.yaml.{dead.Id}.new"), Path.Combine(CorpusPath, $"4567.yaml.{Environment.ProcessId}.new"));
        File.WriteAllText(left, Example.Text[..150]);
        File.WriteAllText(busy, Example.Text[..150]);

        Assert.That(await FuzzAsync("--seed", "4", "--count", "5"), Is.EqualTo(ExitStatus.Good));
        Assert.That((File.Exists(left), File.Exists(busy)), Is.EqualTo((false, true)));
        Assert.That(invocation.Error, Does.Not.Contain("left out"));
    }

    [Test]
    public async Task A_mismatch_is_confirmed_three_times_shrunk_grouped_and_written_down()
    {
        invocation.Predict = NotDivided.Predict;

        Assert.That(await FuzzAsync("--seed", "1", "--count", "60"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("smaps Pss too low").And.Contain("shown in all of 3 runs on fresh guests"));
        var directory = Directory.GetDirectories(Path.Combine(Out, "mismatches")).First();
        Assert.That(Directory.GetFiles(directory).Select(Path.GetFileName), Is.EquivalentTo(new[] { "scenario.yaml", "report.txt", "reproducer.c" }));
        Assert.That(File.ReadAllText(Path.Combine(directory, "report.txt")), Does.Contain("smaps Pss").And.Contain("repeat:"));
        Assert.That(File.ReadAllLines(Path.Combine(directory, "scenario.yaml")).Count(line => line.StartsWith("  - ", StringComparison.Ordinal)), Is.LessThanOrEqualTo(6));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", Path.Combine(directory, "scenario.yaml")), Is.EqualTo(ExitStatus.Good));

        // Boots: the run itself, and for each mismatch three to confirm, one to shrink, three to confirm the result.
        var findings = invocation.Error.Split('\n').Count(line => line.StartsWith("shrinking ", StringComparison.Ordinal));
        Assert.That(findings, Is.GreaterThan(0));
        Assert.That((invocation.Target.Started, invocation.Target.Disposed), Is.EqualTo((1 + (7 * findings), 1 + (7 * findings))));
    }

    [Test]
    public async Task A_mismatch_that_does_not_repeat_is_flaky_with_its_rate()
    {
        // Wrong twice in the first guest, never again.
        invocation.Target.Edit = (_, run) => invocation.Target.Started == 1 ? WrongOutcome.In(run) : run;

        Assert.That(await FuzzAsync("--seed", "1", "--count", "3"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("flaky: shown in 0 of 3 runs on fresh guests").And.Not.Contain("shown in all"));
    }

    [Test]
    public async Task A_scenario_that_kills_the_guest_is_kept_and_the_run_goes_on()
    {
        invocation.Target.Edit = (index, run) => index == 7 ? new ObservedRun(RunEnd.Lost, "kernel panic", new Trace([], []), 0, TimeSpan.Zero) : run;

        Assert.That(await FuzzAsync("--seed", "2", "--count", "30"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Contain("seed 2: 30 scenarios").And.Contain("1 crash").And.Contain("crash: lost guest: "));
        Assert.That(invocation.Output, Does.Contain("flaky: shown in 0 of 3 runs on fresh guests"));
        var kept = Directory.GetFiles(Path.Combine(Out, "crashes"), "*.yaml").Single();
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", kept), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Target.Started, Is.EqualTo(2 + 3), "another one for the lost one, and three to confirm");
        Assert.That(Corpus().Select(Path.GetFileName), Does.Not.Contain(Path.GetFileName(kept)), "what kills guests is not replayed");
    }

    [Test]
    public async Task An_interruption_gives_a_summary_and_leaves_whole_files()
    {
        using var source = new CancellationTokenSource();
        invocation.Target.Edit = (_, run) => WrongOutcome.In(run);
        invocation.Target.Before = (index, _) => index == 40 ? source.CancelAsync() : Task.CompletedTask;

        Assert.That(await FuzzAsync(source.Token, "--seed", "1", "--count", "100000"), Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(invocation.Output, Does.Match("seed 1: [0-9]+ scenarios").And.Contain("not confirmed: interrupted"));
        Assert.That(Directory.GetFiles(CorpusPath).Select(Path.GetExtension), Is.All.EqualTo(".yaml").And.Not.Empty);
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, ["check", .. Corpus()]), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(invocation.Target.Started));
    }

    [Test]
    public async Task Enough_mismatches_end_it()
    {
        invocation.Predict = PlantedErrors.All.Single(error => error.Name == "no soft-dirty bits").Predict;

        Assert.That(await FuzzAsync("--seed", "1", "--count", "5000", "--enough", "1", "--no-shrink"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Output, Does.Match("seed 1: [0-9]{1,3} scenarios").And.Match("first mismatch after [0-9.]+ s"));
        Assert.That(invocation.Error, Does.Not.Contain("shrinking"));
    }

    [Test]
    public async Task A_kernel_that_cannot_be_had_is_an_exception_of_its_own()
    {
        invocation.Target.Boot = _ => new TargetUnavailableException("the kernel did not boot");
        Assert.That(async () => await FuzzAsync("--seed", "1", "--count", "5"), Throws.TypeOf<TargetUnavailableException>());
        Assert.That(await FuzzAsync("--kernel", "none"), Is.EqualTo(ExitStatus.Usage));
    }

    [TestCase("--out")]
    [TestCase("--corpus")]
    public async Task A_directory_that_cannot_be_made_is_status_2(string option)
    {
        var file = Path.Combine(invocation.Root, "file");
        File.WriteAllText(file, "");
        string[] where = option == "--out" ? [option, Path.Combine(file, "below")] : ["--out", Out, option, Path.Combine(file, "below")];
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, ["fuzz", "--count", "3", .. where]), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("error: ").And.Contain(file));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    [TestCase("--time 5", "30s, 5m, 2h")]
    [TestCase("--time 0s", "30s, 5m, 2h")]
    [TestCase("--steps 5", "MIN..MAX")]
    [TestCase("--steps 5..3", "MIN..MAX")]
    [TestCase("--steps 0..3", "MIN..MAX")]
    [TestCase("--steps 1..999", "MIN..MAX")]
    [TestCase("--focus teleport", "there is no step 'teleport'")]
    [TestCase("--focus map", "there is no step 'map'")]
    [TestCase("--count 0", "at least 1")]
    [TestCase("--count x", "'x'")]
    [TestCase("--seed -1", "'-1'")]
    public async Task Bad_options_are_status_2(string options, string message)
    {
        Assert.That(await FuzzAsync(options.Split(' ')), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain(message));
        Assert.That(invocation.Target.Started, Is.Zero);
    }

    private static string TwoScenarios => Example.Text
        .Replace("steps:", "for-each:\n  n: [8, 16]\nsteps:", StringComparison.Ordinal).Replace("8 pages", "\"${n} pages\"", StringComparison.Ordinal);

    private string Out => Path.Combine(invocation.Root, "out");

    private string CorpusPath => Path.Combine(Out, "corpus");

    private string[] Corpus() => [.. Directory.GetFiles(CorpusPath, "*.yaml").Order(StringComparer.Ordinal)];

    private Task<int> FuzzAsync(params string[] options) => FuzzAsync(CancellationToken.None, options);

    private Task<int> FuzzAsync(CancellationToken cancellation, params string[] options) =>
        invocation.InvokeAsync(cancellation, ["fuzz", "--out", Out, "--jobs", "1", .. options]);
}
