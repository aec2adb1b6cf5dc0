using System.Text.Json;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests;

/// <summary>One call of the program in a directory of its own.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly SharedText output = new();
    private readonly SharedText error = new();

    public Invocation()
    {
        Root = Directory.CreateTempSubdirectory("rmapharness-test-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "scenarios"));
        File.WriteAllText(Path.Combine(Root, "known-issues.yaml"), "[]");
    }

    public string Root { get; }

    public FakeTarget Target { get; } = new();

    public Func<KernelProfile, Program, Trace> Predict { get; set; } = Simulation.Run;

    public string Output => output.ToString();

    public string Error => error.ToString();

    /// <summary>The output's lines, each with one space between words, whatever the columns are.</summary>
    public string[] WordsOfLines() => [.. Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    public string ResultsPath => Path.Combine(Root, "out", "results.json");

    /// <summary>Adds scenarios to the library.</summary>
    public void Add(params string[] names)
    {
        foreach (var name in names)
            AddText(name, Example.Text.Replace("name: example", $"name: {name}", StringComparison.Ordinal));
    }

    public void AddText(string name, string text) => File.WriteAllText(PathOf(name), text);

    public string PathOf(string name) => Path.Combine(Root, "scenarios", $"{name}.yaml");

    public Task<int> RunAsync(params string[] arguments) =>
        InvokeAsync(CancellationToken.None, ["run", "--out", Path.Combine(Root, "out"), .. arguments]);

    public CommandEnvironment Environment => new()
    {
        Output = output,
        Error = error,
        Root = Root,
        Target = Target,
        Predict = (profile, program) => Predict(profile, program),
    };

    public Task<int> InvokeAsync(CancellationToken cancellation, params string[] arguments) => CommandLine.InvokeAsync(
        arguments, Environment, cancellation);

    /// <summary>Names and verdicts of results.json.</summary>
    public IReadOnlyList<string> Verdicts()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(ResultsPath));
        return
        [
            .. document.RootElement.GetProperty("scenarios").EnumerateArray()
                .Select(scenario => $"{scenario.GetProperty("name").GetString()}: {scenario.GetProperty("verdict").GetString()}"),
        ];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
