using System.Diagnostics;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>C programs of scenarios, compiled here and run in a guest, against the harness on the same guest.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ReproducerTests
{
    private const string KernelName = "trixie-backports";
    private static readonly Observable[] Numbered = [Observable.Smaps, Observable.NumaMaps, Observable.Scan, Observable.Memcg, Observable.Thp];
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(5);
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private static readonly PlantedError NotDivided = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided");

    private readonly string directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
    private string lastOutput = "";
    private BootedKernel booted = null!;
    private ReadyKernel truth = null!;
    private ReadyKernel planted = null!;

    [OneTimeSetUp]
    public async Task BootAsync()
    {
        var progress = new Progress<string>(TestContext.Progress.WriteLine);
        booted = await new QemuTarget().StartAsync(new GuestRequest(KernelName, AcceleratorChoice.Auto, new GuestShape()), progress, CancellationToken.None);
        var issues = KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml"));
        var facts = booted.Guest.Facts;
        var kernel = new KernelUnderTest(facts.Kernel, facts.Release, facts.Accelerator, Example.V73);
        truth = new ReadyKernel(facts, kernel, issues, Simulation.Run);
        planted = new ReadyKernel(facts, kernel, [], NotDivided.Predict);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await booted.Guest.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [TestCase("fork-twice-writes-between")]
    [TestCase("cow-reuse-second-thp")]
    [TestCase("partial-hole-segv")]
    [TestCase("populate-refused")]
    [TestCase("file-read[on=memfd]")]
    [TestCase("file-read-denied")]
    [TestCase("file-write-partial[on=tmpfs]")]
    [TestCase("file-msync[how=sync-invalidate]")]
    [TestCase("fork-exit-order")]
    [TestCase("free-part-of-sparse-thp")]
    [TestCase("mlock-shared-thp")]
    [TestCase("mlockall-future")]
    [TestCase("mremap-thp-shared")]
    [TestCase("partial-child-drops-half")]
    [TestCase("mthp-setting-changes")]
    [TestCase("mlockall-thp-always")]
    [TestCase("protect-none")]
    [TestCase("guard-fork")]
    [TestCase("uffd-fork-thp")]
    [TestCase("uffd-child-registers")]
    [TestCase("uffd-async-fork")]
    [TestCase("uffd-swap-fork")]
    [TestCase("split-holes")]
    [TestCase("swap-fork-thp")]
    [TestCase("swap-mthp-fork")]
    [TestCase("swap-locked")]
    [TestCase("swapoff-fork")]
    [TestCase("swapon-twice")]
    [TestCase("pin-fork-small")]
    [TestCase("pin-outlives-mapping")]
    [TestCase("ksm-fork")]
    [TestCase("ksm-thread-goes-on")]
    [TestCase("thread-execve")]
    [TestCase("thread-without-its-leader")]
    [TestCase("execve-leaves-sharers")]
    [TestCase("thread-locks-and-protects")]
    [TestCase("thread-ends-first")]
    [TestCase("thread-outlives-its-process")]
    [TestCase("execve-swapped")]
    [TestCase("process-madvise-of-its-own")]
    public async Task It_agrees_with_the_harness(string name) => await CompareAsync(truth, LibraryScenario(name));

    [Test]
    public async Task It_shows_a_mismatch_with_the_harness_s_numbers()
    {
        var run = await CompareAsync(planted, LibraryScenario("fork-thp-whole"));
        Assert.That(run.Result.Verdict, Is.EqualTo(Verdict.Fail));
    }

    [TestCaseSource(nameof(ErrorsOfSteps))]
    public async Task It_shows_what_is_wrong_after_a_step(string name, PlantedError error)
    {
        var run = await CompareAsync(new ReadyKernel(booted.Guest.Facts, truth.UnderTest, [], error.Predict), LibraryScenario(name));
        Assert.That(run.Result.Verdict, Is.EqualTo(Verdict.Fail));
    }

    public static IEnumerable<TestCaseData> ErrorsOfSteps()
    {
        yield return new("swap-fork-thp", PlantedError.InField("a page more is in swap", SmapsField.Swap, (_, _, swap) => swap + 4));
        yield return new("swap-mthp-fork", PlantedError.InPages("what is in swap is nowhere", (_, run) => run with { Pagemap = run.Pagemap & ~PagemapBits.Swapped }));
        yield return new("swapon-twice", PlantedError.InOutcome("swapon twice succeeds", (operation, errno) => operation is SwaponOperation ? 0 : errno));
        yield return new("swapoff-fork", PlantedError.InOutcome("swapoff is refused", (operation, errno) => operation is SwapoffOperation ? Errno.Busy : errno));
        yield return new("split-holes", PlantedError.InPages("what is split stays a THP", (_, run) => run with { Flags = run.Flags | KpageFlags.Thp }));
        yield return new("uffd-fork-thp", PlantedError.InPages("nothing is protected", (_, run) => run with { Pagemap = run.Pagemap & ~PagemapBits.UffdWriteProtected }));
        yield return new("uffd-child-registers", PlantedError.InOutcome("a store to what is protected succeeds", (_, errno) => errno == Errno.BusError ? 0 : errno));
        yield return new("fork-small-pages", PlantedError.InObservations("nobody but the parent lives", o => o with { Processes = [o.Processes[0]] }));
    }

    [Test]
    public async Task It_shows_that_a_claim_is_wrong()
    {
        var run = await CompareAsync(truth, ScenarioLoader.LoadText(
            """
            name: claims
            about: Some of the author's claims are right, some are not.
            steps:
              - parent mmap: { as: a, kind: anon, size: 8 pages }
              - parent touch: { range: "a[0..4]", access: write }
              - parent fork: { child: child }
              - observe: all
            expect:
              - { process: parent, range: "a[0..4]", kpagecount: 2, present: 1, file: 0 }
              - { process: child, vma: a, Rss: 4 pages, Pss: 2 pages }
              - { process: child, range: "a[3..5]", present: 1 }
              - { process: parent, page: "a[0]", kpagecount: 3 }
              - { process: parent, vma: a, Rss: 5 pages }
            """,
            "claims.yaml").Scenarios[0]);
        Assert.That(run.Result.Differences.Select(difference => difference.Observable).Distinct(), Is.EqualTo(new[] { Observable.Claim }));
        Assert.That(lastOutput.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal) && line.Contains("claim", StringComparison.Ordinal)), Has.Exactly(3).Items);
        Assert.That(lastOutput, Does.Match("# child 0x[0-9a-f]+\\+1 pages claim .*present.*: expected 1, observed 0\n"));
        Assert.That(lastOutput, Does.Match("# parent 0x[0-9a-f]+\\+1 pages claim .*kpagecount.*: expected 3, observed 2\n"));
        Assert.That(lastOutput, Does.Match("# parent claim .*Rss.*: expected 20, observed 16\n"));
    }

    [Test]
    public async Task It_shows_that_kpagecount_is_not_the_number_of_the_entries()
    {
        // No kernel at hand is wrong there: the program is made to see one entry twice.
        var scenario = LibraryScenario("fork-small-pages");
        Assert.That(truth.Compile(scenario, out var compiled), Is.Null);
        var result = new ScenarioResult(scenario, Verdict.Pass, "", 1, TimeSpan.Zero, []);
        var program = Reproducers.Write(new ScenarioRun(0, compiled!, Simulation.Run(Example.V73, compiled!.Program), null, result), truth.UnderTest);
        const string Loop = "if (is_counted(words[i]))";
        Assert.That(program, Does.Contain(Loop));
        var (status, output) = await ExecuteAsync("twice", program.Replace(Loop, "for (int twice = 0; twice < 2 - !!process && is_counted(words[i]); twice++)", StringComparison.Ordinal));
        Assert.That(status, Is.EqualTo(1), output);
        Assert.That(output, Does.Match("# parent .*kpagecount against the entries that name the frame: expected [23], observed [12]\n"));
    }

    [Test]
    [Explicit("compiles and runs several hundred programs")]
    public async Task It_agrees_on_the_whole_library()
    {
        var wrong = new List<string>();
        var ran = 0;
        foreach (var scenario in Directory.EnumerateFiles(Path.Combine(Root, "scenarios"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(file => ScenarioLoader.Load(file).Scenarios))
        {
            if (truth.Compile(scenario, out _) is not null)
                continue;
            ran++;
            try
            {
                await CompareAsync(truth, scenario, $"s{ran}");
            }
            catch (Exception exception) when (exception is AssertionException or NotSupportedException)
            {
                wrong.Add($"{scenario.Name}: {exception.Message}");
                TestContext.Progress.WriteLine(wrong[^1]);
            }
        }

        TestContext.Progress.WriteLine($"{ran} scenarios");
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(ErrorsOfOneObservable))]
    public async Task It_shows_a_mismatch_in_nothing_but_one_observable(PlantedError error, Observable observable)
    {
        var run = await CompareAsync(new ReadyKernel(booted.Guest.Facts, truth.UnderTest, [], error.Predict), LibraryScenario("fork-thp-whole"));
        Assert.That(run.Result.Differences.Select(difference => difference.Observable).Distinct(), Is.EqualTo(new[] { observable }));
    }

    public static IEnumerable<TestCaseData> ErrorsOfOneObservable()
    {
        yield return new(PlantedError.InPages("PMDs of children are not huge", (process, run) => process > 0 ? run with { Scan = run.Scan & ~ScanCategories.Huge } : run), Observable.Scan);
        yield return new(PlantedError.InVmas("mapmax is one more", (_, vma) => vma with { Numa = vma.Numa!.Has(NumaField.mapmax) ? Plus(vma.Numa, NumaField.mapmax, 1) : vma.Numa }), Observable.NumaMaps);
        yield return new(PlantedError.InVmas("numa_maps has writeback", (_, vma) => vma with { Numa = Plus(vma.Numa!, NumaField.writeback, 1) }), Observable.NumaMaps);
        yield return new(PlantedError.InVmas("numa_maps has no dirty pages", (_, vma) => vma with { Numa = Without(vma.Numa!, NumaField.dirty) }), Observable.NumaMaps);
        yield return new(PlantedError.InObservations("anon is a page more", o => o with { Memcg = o.Memcg is null ? null : Plus(o.Memcg, MemcgField.anon, 4096) }), Observable.Memcg);
        yield return new(PlantedError.InObservations("a PMD more is split", o => o with { Thp = o.Thp! with { Events = Plus(o.Thp.Events, ThpEvent.thp_split_pmd, 1) } }), Observable.Thp);
        yield return new(PlantedError.InObservations("there is a THP more", o => o with
        {
            Thp = o.Thp! with { Sizes = o.Thp.Sizes.ToDictionary(size => size.Key, size => size.Key == 2048 ? Plus(size.Value, ThpStat.nr_anon, 1) : size.Value) },
        }), Observable.Thp);
    }

    [Test]
    public async Task It_agrees_on_shared_memory_and_zero_pages()
    {
        var scenario = ScenarioLoader.LoadText(
            """
            name: mixed
            about: Shared memory, the huge zero folio, the zero page, odd numbers.
            steps:
              - parent mmap: { as: a, kind: shared-anon, size: 20 pages }
              - parent mmap: { as: b, kind: anon, size: 2 pmds }
              - parent madvise: { range: b, advice: hugepage }
              - parent touch: { range: "a[3..7]", access: write }
              - parent touch: { range: "b[0..1 pmd]", access: read }
              - parent madvise: { range: "b[1 pmd..]", advice: nohugepage }
              - parent touch: { range: "b[1 pmd..]", access: read, every: 3 pages }
              - parent fork: { child: child }
              - child touch: { range: a, access: read }
              - child touch: { range: "b[5]", access: write }
              - child munmap: { range: a, length: 0 pages }
              - child madvise: { range: a, advice: dontneed, shift: 1/2 KiB }
              - observe: all
              - parent exit:
              - observe: all
            """,
            "mixed.yaml").Scenarios[0];
        Assert.That((await CompareAsync(truth, scenario)).Result.Verdict, Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public async Task A_killed_program_leaves_the_settings_as_they_were()
    {
        const string Setting = "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled";
        var scenario = ScenarioLoader.LoadText(
            """
            name: killed
            about: Long enough to be killed while the setting is another one.
            steps:
              - thp: { size: 16 pages, enabled: always }
              - parent mmap: { as: a, kind: anon, size: 8 pmds }
              - parent touch: { range: a, access: write }
              - observe: all
              - parent touch: { range: a, access: write }
              - observe: all
            """,
            "killed.yaml").Scenarios[0];
        Assert.That(truth.Compile(scenario, out var compiled), Is.Null);
        var predicted = Simulation.Run(Example.V73, compiled!.Program);
        var result = new ScenarioResult(scenario, Verdict.Pass, "", 1, TimeSpan.Zero, []);
        var program = Reproducers.Write(new ScenarioRun(0, compiled, predicted, null, result), truth.UnderTest);

        // The agent of this guest has it at never.
        var output = await InGuestAsync("killed", program, $"/tmp/killed >/dev/null & p=$!; until grep -q '.always]' {Setting} || ! kill -0 $p; do :; done; "
            + $"grep -o '.always]' {Setting}; kill -9 $p; n=0; until grep -q '.never]' {Setting} || [ $n = 100 ]; do n=$((n+1)); sleep 0.1; done; grep -o '.never]' {Setting}");

        Assert.That(output, Is.EqualTo("[always]\n[never]\n"));
    }

    [Test]
    public async Task A_process_that_dies_ends_the_program()
    {
        var scenario = ScenarioLoader.LoadText(
            $"""
            name: dead
            about: Long enough to be killed on the way.
            steps:
              - parent mmap: {'{'} as: a, kind: anon, size: 8 pmds {'}'}
              - observe: all
            {string.Concat(Enumerable.Repeat("  - parent touch: { range: a, access: write }\n  - parent madvise: { range: a, advice: dontneed }\n", 200))}
            """,
            "dead.yaml").Scenarios[0];
        Assert.That(truth.Compile(scenario, out var compiled), Is.Null);
        var result = new ScenarioResult(scenario, Verdict.Pass, "", 1, TimeSpan.Zero, []);
        var program = Reproducers.Write(new ScenarioRun(0, compiled!, Simulation.Run(Example.V73, compiled!.Program), null, result), truth.UnderTest);

        // Its children: the guardian, and after the third step's line the process that it forked last.
        var output = await InGuestAsync("dead", program, "/tmp/dead > /tmp/dead.out & p=$!; "
            + "until grep -q '^ok 1 ' /tmp/dead.out || ! kill -0 $p; do sleep 0.1; done; "
            + "c=$(for s in /proc/[0-9]*/stat; do set -- $(cat $s); [ \"$4\" = $p ] && echo $1; done | sort -n | tail -n 1); kill -9 $c; wait $p; echo status $?; grep '^#' /tmp/dead.out; rm /tmp/dead.out");

        Assert.That(output, Does.StartWith("status 2\n").And.Contain("died, status 0x9"));
    }

    // Runs a scenario by the harness and by its C program, and compares what they come to.
    private async Task<ScenarioRun> CompareAsync(ReadyKernel kernel, Scenario scenario, string? name = null)
    {
        Assert.That(kernel.Compile(scenario, out var compiled), Is.Null);
        var item = new WorkItem(0, compiled!, kernel.Predict(compiled!));
        var observed = await booted.Guest.RunAsync(new[] { new AgentJob(compiled!.Program, Ample) }.ToAsyncEnumerable(), CancellationToken.None).SingleAsync();
        var run = await kernel.JudgeAsync(item, observed, CancellationToken.None);
        var program = Reproducers.Write(run, kernel.UnderTest);
        var (status, output) = await ExecuteAsync(name ?? scenario.Name, program);
        lastOutput = output;

        Assert.That(run.Result.Compared, Is.GreaterThan(0));
        Assert.That(status, Is.EqualTo(run.Result.Differences.Count == 0 ? 0 : 1), $"{run.Result.Reason}\n{output}");
        Assert.That(output, Does.StartWith($"KTAP version 1\n1..{scenario.Steps.Count + 1}\n"));
        Assert.That(output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("not ok ", StringComparison.Ordinal)), Is.EqualTo(scenario.Steps.Count + 1));
        foreach (var difference in run.Result.Differences.Where(difference => Numbered.Contains(difference.Observable)))
            Assert.That(output, Does.Match($"# {difference.Process}.*{difference.Field}: expected {difference.Expected}, observed {difference.Observed}\n"));
        return run;
    }

    private static FieldValues<TField> Plus<TField>(FieldValues<TField> values, TField field, long more)
        where TField : struct, Enum
    {
        var copy = Without(values, field);
        copy[field] = values.ValueOrZero(field) + more;
        return copy;
    }

    private static FieldValues<TField> Without<TField>(FieldValues<TField> values, TField field)
        where TField : struct, Enum
    {
        var copy = new FieldValues<TField>();
        foreach (var other in FieldNames.All<TField>().Where(other => values.Has(other) && !other.Equals(field)))
            copy[other] = values[other];
        return copy;
    }

    private static Scenario LibraryScenario(string name) =>
        ScenarioLoader.Load(Directory.EnumerateFiles(Path.Combine(Root, "scenarios"), $"{name.Split('[')[0]}.yaml", SearchOption.AllDirectories).Single())
            .Scenarios.First(scenario => scenario.Name == name || !name.Contains('[', StringComparison.Ordinal));

    private async Task<(int Status, string Output)> ExecuteAsync(string name, string program)
    {
        var output = await InGuestAsync(name, program, $"/tmp/{name}; echo status $?");
        var at = output.LastIndexOf("status ", StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), output);
        return (int.Parse(output[(at + "status ".Length)..], System.Globalization.CultureInfo.InvariantCulture), output[..at]);
    }

    // Compiles a program, puts it into the guest as /tmp/NAME while a command runs, and returns what that prints.
    private async Task<string> InGuestAsync(string name, string program, string command)
    {
        var source = Path.Combine(directory, $"{name}.c");
        var binary = Path.Combine(directory, name);
        await File.WriteAllTextAsync(source, program);
        using (var compiler = Process.Start(new ProcessStartInfo("gcc", ["-O2", "-static", "-Wall", "-Wextra", "-Werror", "-o", binary, source])
        {
            RedirectStandardError = true,
        })!)
        {
            var errors = await compiler.StandardError.ReadToEndAsync();
            await compiler.WaitForExitAsync();
            Assert.That((compiler.ExitCode, errors), Is.EqualTo((0, "")));
        }

        await using var shell = await ((QemuGuest)booted.Guest).Shell.StartAsync($"cat > /tmp/{name} && chmod +x /tmp/{name} && {{ {command}; }}; rm /tmp/{name}");
        await shell.Input.WriteAsync(await File.ReadAllBytesAsync(binary));
        shell.Input.Close();
        using var reader = new StreamReader(shell.Output);
        return await reader.ReadToEndAsync().WaitAsync(Ample);
    }
}
