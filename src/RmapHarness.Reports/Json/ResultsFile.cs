using System.Text.Json;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Json;

/// <summary>Writes and reads results.json.</summary>
public static class ResultsFile
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "results.json";

    private const int SchemaVersion = 1;

    /// <summary>Removes the file of an earlier run, so that nobody takes it for this one's.</summary>
    /// <param name="directory">The output directory; it need not exist.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Remove(string directory)
    {
        if (Directory.Exists(directory))
            File.Delete(Path.Combine(directory, Name));
    }

    /// <summary>Writes the file. Another process sees all of it or none of it.</summary>
    /// <param name="directory">The output directory; made if it does not exist.</param>
    /// <param name="document">What to write.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string directory, ResultsDocument document)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, document, ResultsJson.Indented));
        return path;
    }

    /// <summary>Writes the file of a run.</summary>
    /// <param name="directory">The output directory; made if it does not exist.</param>
    /// <param name="harness">Version of the harness.</param>
    /// <param name="results">The results of each kernel, at least one.</param>
    /// <param name="gaps">Kernels that did not run at all.</param>
    /// <param name="interrupted">Whether the run was stopped.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(
        string directory, string harness, IReadOnlyList<KernelResults> results, IReadOnlyList<KernelGap> gaps, bool interrupted) =>
        Write(directory, ResultsBuilder.Build(harness, results, gaps, interrupted));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, or the directory that it is in.</param>
    /// <exception cref="ResultsFileException">It is not there, cannot be read, or is no results.json of this version.</exception>
    public static ResultsDocument Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, Name) : path;
        try
        {
            using var stream = File.OpenRead(file);
            var document = JsonSerializer.Deserialize<ResultsDocument>(stream, ResultsJson.Indented);
            return document is { Schema: SchemaVersion, Kernels.Count: > 0 } ? document : throw new ResultsFileException($"{file}: not a results.json of version {SchemaVersion}");
        }
        catch (JsonException failure)
        {
            throw new ResultsFileException($"{file}: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ResultsFileException(failure.Message, failure);
        }
    }
}
