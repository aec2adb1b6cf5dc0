using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RmapHarness.Engine.Coverage;
using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Generating;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>A directory of scenarios that reached what none before them had. Each file is whole or not there.</summary>
internal sealed class Corpus
{
    private const string Unfinished = ".new";

    private readonly string directory;
    private readonly KernelProfile profile;

    /// <summary>Opens a corpus, or makes an empty one.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="profile">The kernel, whose model says what is new.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public Corpus(string directory, KernelProfile profile)
    {
        this.directory = directory;
        this.profile = profile;
        Directory.CreateDirectory(directory);
        foreach (var rest in Directory.EnumerateFiles(directory, $"*{Unfinished}").Where(IsOfTheDead))
            File.Delete(rest);
    }

    /// <summary>What all its scenarios reach.</summary>
    public RuleCoverage Coverage { get; } = new();

    /// <summary>Its scenarios by name of file. A file that is no scenario of this version is told of and left out; it stays where it is.</summary>
    /// <param name="problems">Gets a line for each file that is left out.</param>
    public IEnumerable<Scenario> Load(Action<string> problems)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*.yaml").Order(StringComparer.Ordinal))
        {
            var loaded = ScenarioLoader.Load(path);
            if (loaded.Errors.Count > 0 || loaded.Scenarios.Count != 1)
            {
                problems($"corpus: {path} is left out: {(loaded.Errors.Count > 0 ? loaded.Errors[0].Message : "it is not one scenario")}");
                continue;
            }

            Coverage.Add(ScenarioGenerator.CoverageOf(ScenarioDraft.Of(loaded.Scenarios[0]), profile));
            yield return loaded.Scenarios[0];
        }
    }

    /// <summary>Keeps a scenario if it reaches what none before did.</summary>
    /// <returns>Whether it did.</returns>
    public bool Keep(ScenarioDraft draft, RuleCoverage reached)
    {
        if (Coverage.Add(reached) == 0)
            return false;
        Write(directory, draft);
        return true;
    }

    // A harness that was killed leaves what it was writing; another one may be at work here.
    private static bool IsOfTheDead(string path) =>
        int.TryParse(path.Split('.')[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}");

    /// <summary>Writes a scenario into a directory under a name that follows from its text.</summary>
    /// <returns>The file.</returns>
    public static string Write(string directory, ScenarioDraft draft)
    {
        var text = draft.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        var path = Path.Combine(directory, $"{hash}.yaml");
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}{Unfinished}");
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
