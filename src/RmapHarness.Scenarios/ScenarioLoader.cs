using System.Text;
using RmapHarness.Scenarios.Reading;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios;

/// <summary>Reads and checks scenario files.</summary>
public static class ScenarioLoader
{
    /// <summary>Reads a file. A file that cannot be read gives an error, not an exception.</summary>
    /// <param name="path">The file; errors name it as given.</param>
    public static ScenarioLoadResult Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            return Unreadable(path, "the file is a directory");
        try
        {
            return LoadBytes(ReadCapped(path), path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"the file cannot be read: {failed.Message}");
        }
    }

    /// <summary>Reads a text as if it were the contents of a file.</summary>
    /// <param name="text">The contents.</param>
    /// <param name="fileName">The name for errors.</param>
    public static ScenarioLoadResult LoadText(string text, string fileName) => LoadBytes(Encoding.UTF8.GetBytes(text), fileName);

    /// <summary>Reads bytes as if they were a file.</summary>
    /// <param name="bytes">The contents.</param>
    /// <param name="fileName">The name for errors.</param>
    public static ScenarioLoadResult LoadBytes(byte[] bytes, string fileName)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(fileName);
        if (SourceReader.Read(bytes, fileName, out var errors) is not { } source)
            return new ScenarioLoadResult([], errors);
        var diagnostics = new Diagnostics(source);
        var scenarios = DocumentReader.Read(source, diagnostics);
        return diagnostics.Count == 0
            ? new ScenarioLoadResult(scenarios, [])
            : new ScenarioLoadResult([], diagnostics.Errors);
    }

    private static ScenarioLoadResult Unreadable(string path, string message) =>
        new([], [new ScenarioError(path, 1, 1, message, null, "")]);

    private static byte[] ReadCapped(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[Limits.FileBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }
}
