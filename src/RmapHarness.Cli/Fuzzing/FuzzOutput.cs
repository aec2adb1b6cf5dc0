using RmapHarness.Reports.Json;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Where a fuzz run writes.</summary>
internal static class FuzzOutput
{
    /// <summary>Makes the directories and removes the summary of an earlier run: what cannot be written is known before an hour of work.</summary>
    /// <exception cref="IOException">They cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">They cannot be written.</exception>
    public static void Prepare(FuzzRequest request)
    {
        Directory.CreateDirectory(request.Run.Out);
        Directory.CreateDirectory(request.Corpus);
        FuzzFile.Remove(request.Run.Out);
    }
}
