namespace RmapHarness.Scenarios;

/// <summary>Reads and checks scenario files.</summary>
public static class ScenarioLoader
{
    /// <summary>Reads a file. A file that cannot be read gives an error, not an exception.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    public static ScenarioLoadResult Load(string path) => throw new NotSupportedException();

    /// <summary>Reads a text as if it were the contents of a file.</summary>
    /// <param name="text">The contents.</param>
    /// <param name="fileName">The name for errors.</param>
    public static ScenarioLoadResult LoadText(string text, string fileName) => throw new NotSupportedException();
}
