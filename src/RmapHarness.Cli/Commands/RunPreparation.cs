using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Guests.Kernels;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Commands;

/// <summary>What commands that run scenarios find out before anything is booted.</summary>
internal static class RunPreparation
{
    private const string KnownIssues = "known-issues.yaml";

    /// <summary>The kernels that a request means; what is wrong goes to the errors.</summary>
    public static async Task<IReadOnlyList<string>> FindKernelsAsync(
        CommandEnvironment environment, RunRequest request, List<string> errors, IProgress<string> progress, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var kernel in request.Kernels.DefaultIfEmpty<string?>(null))
        {
            try
            {
                found.Add(await environment.Target.FindAsync(kernel, request.Architecture, progress, cancellation));
            }
            catch (UnknownKernelException exception)
            {
                errors.Add($"error: {exception.Message}");
            }
        }

        return found;
    }

    /// <summary>All recorded findings; what is wrong goes to the errors.</summary>
    public static IReadOnlyList<KnownIssue> LoadKnownIssues(CommandEnvironment environment, List<string> errors)
    {
        try
        {
            return KnownIssueFile.Load(ShortPath.Of(Path.Combine(environment.Root, KnownIssues)));
        }
        catch (KnownIssuesException exception)
        {
            errors.AddRange(exception.Errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"error: {exception.Message}");
        }

        return [];
    }
}
