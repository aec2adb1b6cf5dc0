using System.Text.Json;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Tests;

/// <summary>The main job: the scenario library on real kernels in QEMU.</summary>
public sealed class LibraryTests
{
    private const string Built = "no-page-mapcount";

    // What older kernels lack: scenarios say it in their names.
    private static readonly string[] LackingBefore =
    [
        "guard", "mthp", "thp-always", "split-sparse-small-folio", "split-into", "situation-split", "split-shmem-end", "split-shmem-into", "split-then-collapse",
        "collapse-ignores-settings", "mlockall-joins-before-it-fills", "uffd-move-several", "pin-outlives-mapping", "hugetlb-every-step",
        "pin-ptes-of-large", "swap-small-comes-back-large",
    ];

    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;

    [TestCase("bookworm")]
    [TestCase("trixie-backports")]
    [TestCase("trixie-backports-arm64")]
    [TestCase("trixie-backports-arm64-16k")]
    [TestCase(Built)]
    public async Task Every_scenario_agrees_or_shows_a_recorded_finding(string kernel)
    {
        if (kernel == Built && new KernelBuilds(HarnessCache.OfUser()).Find(kernel) is null)
            Assert.Ignore($"not built: ./run.sh kernels build {kernel}; continuous integration builds it first");
        using var run = await RealRun.StartAsync(Root, "--kernel", kernel);

        Assert.That(run.Status, Is.EqualTo(ExitStatus.Good), run.Text);
        var scenarios = run.Results.GetProperty("scenarios").EnumerateArray().ToList();
        Assert.That(scenarios, Has.Count.GreaterThanOrEqualTo(100));
        foreach (var scenario in scenarios)
        {
            var verdict = scenario.GetProperty("verdict").GetString();
            Assert.That(verdict, Is.EqualTo("pass").Or.EqualTo("known-issue").Or.EqualTo("skipped"), scenario.ToString());
            if (verdict == "skipped")
                Assert.That(scenario.GetProperty("reason").GetString(), Does.StartWith("needs a kernel").Or.StartWith("needs x86_64").Or.StartWith("needs 4 KiB pages").Or.StartWith("for the model only")
                    .Or.StartWith("needs two NUMA nodes").Or.Match("^needs huge pages of (?!2048 )")
                    .Or.EqualTo("needs userfaultfd with write protection that a store ends, which the kernel does not have"));
            else
                Assert.That(scenario.GetProperty("compared").GetInt64(), Is.GreaterThan(100));
        }

        var skipped = scenarios
            .Where(scenario => scenario.GetProperty("verdict").GetString() == "skipped")
            .Where(scenario => !LackingBefore.Any(name => scenario.GetProperty("name").GetString()!.Contains(name, StringComparison.Ordinal)))
            .Select(scenario => scenario.GetProperty("reason").GetString()!);
        Assert.That(skipped.Count(reason => reason.StartsWith("needs a kernel", StringComparison.Ordinal)), Is.LessThanOrEqualTo(1));
        Assert.That(scenarios.Sum(scenario => scenario.GetProperty("compared").GetInt64()), Is.GreaterThan(5_000_000));
    }

    [Test]
    public async Task A_prediction_for_another_scheme_does_not_pass()
    {
        using var run = await RealRun.StartAsync(
            Root, "partial-child-drops-half", "fork-thp-whole", "--kernel", "trixie-backports", "--scheme", "no-page-mapcount");

        Assert.That(run.Status, Is.EqualTo(ExitStatus.Wrong), run.Text);
        Assert.That(run.Verdicts, Is.EquivalentTo(new[] { "partial-child-drops-half: fail", "fork-thp-whole: pass" }), "both schemes agree on whole THPs");
        Assert.That(run.Text, Does.Contain("kpagecount").And.Contain("Private_Dirty"));
    }

    [Test]
    public async Task The_kernel_of_this_machine_agrees_or_shows_a_recorded_finding()
    {
        using var run = await RealRun.StartAsync(Root, "partial-child-drops-half", "fork-thp-whole", "--target", "local");

        Assert.That(run.Status, Is.EqualTo(ExitStatus.Good), run.Text);
        Assert.That(run.Results.GetProperty("kernel").GetProperty("name").GetString(), Is.EqualTo("local"));
        Assert.That(run.Results.GetProperty("kernel").GetProperty("behaviour").GetProperty("text").GetString(), Does.Contain(", probed"));
        Assert.That(run.Verdicts, Is.SubsetOf(new[] { "partial-child-drops-half: pass", "partial-child-drops-half: known-issue", "fork-thp-whole: pass" }));
    }

    /// <summary>One call of the program against a real kernel.</summary>
    private sealed class RealRun : IDisposable
    {
        private readonly string directory = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        private JsonDocument? document;

        public int Status { get; private set; }

        public string Text { get; private set; } = "";

        public JsonElement Results => document!.RootElement;

        public IEnumerable<string> Verdicts => Results.GetProperty("scenarios").EnumerateArray()
            .Select(scenario => $"{scenario.GetProperty("name").GetString()}: {scenario.GetProperty("verdict").GetString()}");

        public static async Task<RealRun> StartAsync(string root, params string[] arguments)
        {
            var run = new RealRun();
            using var output = new StringWriter();
            using var error = new StringWriter();
            var environment = new CommandEnvironment
            {
                Output = output,
                Error = error,
                Root = root,
                Target = new AnyTarget(new QemuTarget(), new DirectKernelTarget()),
                Predict = Simulation.Run,
            };
            run.Status = await CommandLine.InvokeAsync(["run", "--out", run.directory, .. arguments], environment, CancellationToken.None);
            run.Text = $"{output}{error}";
            run.document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run.directory, "results.json")));
            return run;
        }

        public void Dispose()
        {
            document?.Dispose();
            Directory.Delete(directory, recursive: true);
        }
    }
}
