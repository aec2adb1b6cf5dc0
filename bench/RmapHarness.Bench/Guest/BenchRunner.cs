using RmapHarness.Cli;
using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Qemu;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Bench.Guest;

/// <summary>A runner of scenarios on guests of one kernel, as the commands have it, that says nothing.</summary>
internal sealed class BenchRunner : IAsyncDisposable
{
    private readonly SemaphoreSlim slots;

    /// <summary>No guest is up yet.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="guests">How many guests share the work.</param>
    public BenchRunner(string kernel, int guests)
    {
        slots = new SemaphoreSlim(guests);
        Request = new RunRequest { Kernels = [kernel], Accelerator = AcceleratorChoice.Tcg };
        var environment = new CommandEnvironment
        {
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Root = Root,
            Target = new QemuTarget(),
            Predict = Simulation.Run,
        };
        var issues = KnownIssueFile.Load(Path.Combine(Root, "known-issues.yaml"));
        Runner = new ScenarioRunner(Request, kernel, issues, environment, slots, Silent) { Guests = guests };
    }

    /// <summary>The directory of the harness.</summary>
    public static string Root { get; } = Path.GetDirectoryName(HarnessFiles.VmDirectory())!;

    /// <summary>Progress that nobody sees.</summary>
    public static ProgressLog Silent { get; } = new(TextWriter.Null, isTerminal: false, columns: 80);

    /// <summary>What is asked of the runner.</summary>
    public RunRequest Request { get; }

    /// <summary>The runner.</summary>
    public ScenarioRunner Runner { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        slots.Dispose();
    }
}
