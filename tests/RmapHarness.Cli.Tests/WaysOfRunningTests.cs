using System.Text.Json;
using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Tests;

/// <summary>Speed must not cost truth: however guests come up and share the work, every scenario has the same result.</summary>
[Category("Guest")]
public sealed class WaysOfRunningTests
{
    private const string Kernel = "trixie-backports";
    private static readonly string Root = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;
    private static readonly IReadOnlyList<KnownIssue> KnownIssues = KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml"));

    [Test]
    public async Task Booted_or_restored_one_at_a_time_or_many_on_one_guest_or_two_or_ever_fresh_ones()
    {
        var scenarios = new ScenarioSelection(Path.Combine(Root, "scenarios")).Select(["fork", "partial", "sharing"]).Scenarios;
        Assert.That(scenarios, Has.Count.GreaterThan(20));

        var plain = await RunAsync(scenarios, isCold: true, guests: 1, runsPerGuest: int.MaxValue, oneAtATime: true);

        Assert.That(plain.Count(line => line.Contains(" Pass ", StringComparison.Ordinal)), Is.GreaterThan(10));
        Assert.That(await RunAsync(scenarios, isCold: false, guests: 1, runsPerGuest: int.MaxValue, oneAtATime: false), Is.EqualTo(plain), "one restored guest");
        Assert.That(await RunAsync(scenarios, isCold: false, guests: 2, runsPerGuest: 15, oneAtATime: false), Is.EqualTo(plain), "two restored guests, each often replaced");
    }

    /// <summary>A line a scenario with all that does not depend on time.</summary>
    private static async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<Scenario> scenarios, bool isCold, int guests, int runsPerGuest, bool oneAtATime)
    {
        var request = new RunRequest { Kernels = [Kernel], Accelerator = AcceleratorChoice.Tcg, Shape = new GuestShape { IsCold = isCold } };
        var environment = new CommandEnvironment
        {
            Output = TextWriter.Null,
            Error = TestContext.Progress,
            Root = Root,
            Target = new QemuTarget(),
            Predict = Simulation.Run,
        };
        using var slots = new SemaphoreSlim(guests);
        await using var runner = new ScenarioRunner(
            request, Kernel, KnownIssues, environment, slots, new ProgressLog(TestContext.Progress, isTerminal: false, columns: 80))
        {
            Guests = guests,
            RunsPerGuest = runsPerGuest,
        };
        var results = new ScenarioResult[scenarios.Count];
        if (oneAtATime)
        {
            for (var i = 0; i < scenarios.Count; i++)
                results[i] = (await runner.RunAsync(new[] { scenarios[i] }.ToAsyncEnumerable(), CancellationToken.None).SingleAsync()).Result;
        }
        else
        {
            await foreach (var run in runner.RunAsync(scenarios.ToAsyncEnumerable(), CancellationToken.None))
                results[run.Index] = run.Result;
        }

        return [.. results.Select(Line)];
    }

    private static string Line(ScenarioResult result) =>
        $"{result.Scenario.Name} {result.Verdict} {result.Compared} {result.Reason} {JsonSerializer.Serialize(result.Differences)}";
}
