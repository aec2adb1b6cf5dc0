namespace RmapHarness.Cli;

/// <summary>Finds the files that come with the program.</summary>
internal static class RepositoryRoot
{
    private const string Marker = "known-issues.yaml";

    /// <summary>The nearest directory above the program that holds the library; the current directory if there is none.</summary>
    public static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
                return directory.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
