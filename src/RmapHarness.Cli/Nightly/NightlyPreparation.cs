using RmapHarness.Cli.Commands;
using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;
using RmapHarness.Reports.Json;

namespace RmapHarness.Cli.Nightly;

/// <summary>Reads a plan, the scenarios and findings, looks up the kernels, and fetches newer builds of them; boots nothing.</summary>
/// <param name="environment">Everything outside.</param>
/// <param name="directory">The output directory.</param>
/// <param name="progress">Told what is being done.</param>
internal sealed class NightlyPreparation(CommandEnvironment environment, string directory, IProgress<string> progress)
{
    private const string DefaultPlan = "nightly.yaml";

    private readonly List<string> errors = [];
    private readonly List<GapEntry> gaps = [];

    /// <summary>What is wrong, as lines to print.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Prepares; null if something is wrong.</summary>
    /// <param name="planPath">The plan; null for the harness's own.</param>
    /// <param name="shard">The part that runs.</param>
    /// <param name="cancellation">Stops early.</param>
    public async Task<PreparedNight?> PrepareAsync(string? planPath, Shard shard, CancellationToken cancellation)
    {
        var plan = LoadPlan(planPath ?? ShortPath.Of(Path.Combine(environment.Root, DefaultPlan)));
        var knownIssues = KnownIssuesOfRoot.Load(environment, errors);
        var lines = new List<NightlyLine>();
        foreach (var line in plan?.Lines ?? [])
            lines.Add(Prepare(line));
        if (errors.Count > 0 || plan is null)
            return null;
        // Cut before the kernels are looked up: all shards must cut alike, also where one of them cannot have a kernel.
        var here = new List<NightlyLine>();
        foreach (var line in Cut(lines, shard))
        {
            if (await FindAsync(line, cancellation) is { } found)
                here.Add(found);
        }

        if (here.Count == 0 && gaps.Count == 0 && errors.Count == 0)
            errors.Add($"error: the plan has less than {shard.Count} parts");
        if (errors.Count == 0)
            OutputDirectory.Prepare(directory, errors);
        if (errors.Count == 0)
            await environment.Target.RenewAsync([.. here.Select(line => line.Kernel).Distinct()], progress, cancellation);
        return errors.Count == 0 ? new PreparedNight(plan, here, knownIssues, gaps) : null;
    }

    private NightlyPlan? LoadPlan(string path)
    {
        try
        {
            return PlanReader.Load(path);
        }
        catch (PlanException exception)
        {
            errors.Add(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"error: {exception.Message}");
        }

        return null;
    }

    private NightlyLine Prepare(PlanLine line)
    {
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select(line.Scenarios);
        errors.AddRange(selection.Errors.Where(error => !errors.Contains(error)));
        var request = new RunRequest
        {
            Kernels = [line.Kernel],
            Architecture = line.Architecture,
            Shape = line.Shape,
            Scheme = line.Scheme,
            Out = directory,
        };
        return new NightlyLine(LineNames.Of(line), line.Kernel, request, selection.Scenarios) { IsBuilt = line.IsBuilt, Fuzz = line.Fuzz };
    }

    private async Task<NightlyLine?> FindAsync(NightlyLine line, CancellationToken cancellation)
    {
        try
        {
            var kernel = await environment.Target.FindAsync(line.Kernel, line.Request.Architecture, progress, cancellation);
            return line with { Kernel = kernel, Request = line.Request with { Kernels = [kernel] } };
        }
        catch (UnknownKernelException exception)
        {
            errors.Add($"error: {exception.Message}");
        }
        catch (TargetUnavailableException exception)
        {
            // One kernel that is gone is no reason not to look at the others.
            gaps.Add(new GapEntry(line.Name, exception.Message));
        }

        return null;
    }

    private static List<NightlyLine> Cut(List<NightlyLine> lines, Shard shard)
    {
        var (offset, length) = shard.Of(lines.Sum(line => line.Scenarios.Count)).GetOffsetAndLength(int.MaxValue);
        var cut = new List<NightlyLine>();
        var before = 0;
        foreach (var line in lines)
        {
            var mine = line.Scenarios.Where((_, index) => before + index >= offset && before + index < offset + length).ToList();
            // Fuzzing cannot be cut: it goes with the first scenario.
            if (mine.Count > 0)
                cut.Add(line with { Scenarios = mine, Fuzz = before >= offset ? line.Fuzz : FuzzPlan.None });
            before += line.Scenarios.Count;
        }

        return cut;
    }
}
