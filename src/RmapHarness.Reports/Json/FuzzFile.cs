using System.Text.Json;

namespace RmapHarness.Reports.Json;

/// <summary>Writes and removes fuzz.json.</summary>
public static class FuzzFile
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "fuzz.json";

    /// <summary>Version of the format.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Removes the file of an earlier run, so that nobody takes it for this one's.</summary>
    /// <param name="directory">The output directory; it need not exist.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            File.Delete(Path.Combine(directory, Name));
    }

    /// <summary>Writes the file. Another process sees all of it or none of it.</summary>
    /// <param name="directory">The output directory; it exists.</param>
    /// <param name="document">What to write.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string directory, FuzzDocument document) => AtomicFile.Write(
        Path.Combine(directory, Name), stream => JsonSerializer.Serialize(stream, document, ResultsJson.Indented));
}
