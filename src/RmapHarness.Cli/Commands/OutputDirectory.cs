using RmapHarness.Reports.Json;

namespace RmapHarness.Cli.Commands;

/// <summary>Where results go.</summary>
internal static class OutputDirectory
{
    // Results that cannot be written must be known before an hour of work, not after it.

    /// <summary>Makes the directory and removes the results of an earlier run; what is wrong is added to the errors.</summary>
    public static void Prepare(string directory, List<string> errors)
    {
        try
        {
            Directory.CreateDirectory(directory);
            ResultsFile.Remove(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"error: {exception.Message}");
        }
    }
}
