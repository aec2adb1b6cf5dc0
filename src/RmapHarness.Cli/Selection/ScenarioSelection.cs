using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Selection;

/// <summary>Finds and checks the scenarios that the arguments of a command name.</summary>
/// <param name="library">The directory of the scenario library.</param>
internal sealed class ScenarioSelection(string library)
{
    private readonly Dictionary<string, ScenarioLoadResult> loaded = [];
    private readonly List<string> errors = [];
    private readonly List<Scenario> scenarios = [];

    /// <summary>
    /// Resolves arguments: files, one scenario of a file with for-each (<c>FILE[key=value,…]</c>), directories (here or in the library), or names of scenarios of the
    /// library; none means all of it.
    /// </summary>
    public SelectionResult Select(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            AddDirectory(library);
        foreach (var argument in arguments)
        {
            if (Directory.Exists(argument))
                AddDirectory(argument);
            else if (ScenarioPlace.Parse(argument) is { } place)
                AddFile(place.File, place.Values);
            else if (Directory.Exists(Path.Combine(library, argument)))
                AddDirectory(Path.Combine(library, argument));
            else
                AddName(argument);
        }

        var distinct = scenarios.Distinct().ToList();
        foreach (var twice in distinct.GroupBy(scenario => scenario.Name).Where(group => group.Count() > 1))
            errors.Add($"error: '{twice.Key}' is the name of two scenarios: {string.Join(", ", twice.Select(scenario => scenario.File))}");
        if (errors.Count == 0 && distinct.Count == 0)
            errors.Add("error: there is no scenario to run");
        return new SelectionResult(distinct, errors);
    }

    private static string[] FilesOf(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ];

    private void AddDirectory(string directory)
    {
        if (!Directory.Exists(directory))
        {
            errors.Add($"error: there is no directory {directory}");
            return;
        }

        var files = FilesOf(directory);
        LoadAll(files);
        foreach (var file in files)
            AddFile(file);
    }

    private void AddFile(string file, string values = "")
    {
        var result = Load(file);
        var found = result.Scenarios.Where(scenario => scenario.Name.EndsWith(values, StringComparison.Ordinal)).ToList();
        scenarios.AddRange(found);
        errors.AddRange(result.Errors.Select(error => error.ToString()).Where(error => !errors.Contains(error)));
        if (found.Count == 0 && result.Errors.Count == 0)
            errors.Add($"error: {file} has no scenario {values}; it has {string.Join(", ", result.Scenarios.Select(scenario => scenario.Name))}");
    }

    private void AddName(string name)
    {
        var files = Directory.Exists(library) ? FilesOf(library) : [];
        LoadAll(files);
        var matches = files.SelectMany(file => Load(file).Scenarios).Where(scenario => IsNamed(scenario, name)).ToList();
        scenarios.AddRange(matches);
        if (matches.Count > 0)
            return;
        var names = files.SelectMany(file => Load(file).Scenarios.Select(scenario => scenario.Name).Prepend(Path.GetFileNameWithoutExtension(file)));
        var hint = Spelling.Nearest(name, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        errors.Add($"error: '{name}' is no file, no directory and no scenario of the library{hint}");
    }

    // A for-each makes name[key=value]; the bare name and the file's name mean all of them.
    private static bool IsNamed(Scenario scenario, string name) =>
        scenario.Name == name
        || scenario.Name.StartsWith($"{name}[", StringComparison.Ordinal)
        || Path.GetFileNameWithoutExtension(scenario.File) == name;

    // On all processors: it is a second for the whole library.
    private void LoadAll(string[] files)
    {
        var missing = files.Select(Path.GetFullPath).Where(path => !loaded.ContainsKey(path));
        foreach (var (path, result) in missing.AsParallel().Select(path => (path, ScenarioLoader.Load(ShortPath.Of(path)))))
            loaded[path] = result;
    }

    // One file may be reached by several arguments and is one scenario all the same.
    private ScenarioLoadResult Load(string file)
    {
        var path = Path.GetFullPath(file);
        if (!loaded.TryGetValue(path, out var result))
            loaded[path] = result = ScenarioLoader.Load(ShortPath.Of(path));
        return result;
    }
}
