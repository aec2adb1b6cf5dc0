namespace RmapHarness.Cli.Selection;

/// <summary>Paths as a person would write them.</summary>
internal static class ShortPath
{
    /// <summary>Relative to the current directory if the path is below it, absolute otherwise.</summary>
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }
}
