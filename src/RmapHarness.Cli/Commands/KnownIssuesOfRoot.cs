using RmapHarness.Cli.Selection;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Commands;

/// <summary>The recorded findings of the harness.</summary>
internal static class KnownIssuesOfRoot
{
    private const string Name = "known-issues.yaml";

    /// <summary>Reads them; what is wrong is added to the errors.</summary>
    public static IReadOnlyList<KnownIssue> Load(CommandEnvironment environment, List<string> errors)
    {
        try
        {
            return KnownIssueFile.Load(ShortPath.Of(Path.Combine(environment.Root, Name)));
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
