using RmapHarness.Cli.Runs;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Commands;

/// <summary>The kernel of a command that works with one, and the findings recorded.</summary>
internal sealed class SingleKernel : IAsyncDisposable
{
    private readonly CommandEnvironment environment;
    private readonly RunRequest request;
    private readonly IReadOnlyList<KnownIssue> knownIssues;
    private readonly SemaphoreSlim slots;
    private readonly IProgress<string> progress;

    private SingleKernel(CommandEnvironment environment, RunRequest request, IReadOnlyList<KnownIssue> knownIssues, IProgress<string> progress)
    {
        this.environment = environment;
        this.request = request;
        this.knownIssues = knownIssues;
        this.progress = progress;
        slots = new SemaphoreSlim(request.Jobs);
    }

    /// <summary>Finds the kernel; null after telling what is wrong.</summary>
    public static async Task<SingleKernel?> FindAsync(
        CommandEnvironment environment, RunRequest request, ProgressLog progress, CancellationToken cancellation)
    {
        var errors = new List<string>();
        var (kernels, _) = await KernelsOfRequest.FindAsync(environment, request, errors, progress, cancellation);
        var knownIssues = KnownIssuesOfRoot.Load(environment, errors);
        foreach (var error in errors)
            environment.Error.WriteLine(error);
        return errors.Count > 0 ? null : new SingleKernel(environment, request with { Kernels = kernels }, knownIssues, progress);
    }

    /// <summary>A runner without a guest; its first run boots or restores one. Dispose it before the next one is used.</summary>
    /// <param name="guests">Most guests at a time.</param>
    public ScenarioRunner NewRunner(int guests) =>
        new(request, request.Kernels[0], knownIssues, environment, slots, progress) { Guests = guests };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        slots.Dispose();
        return ValueTask.CompletedTask;
    }
}
