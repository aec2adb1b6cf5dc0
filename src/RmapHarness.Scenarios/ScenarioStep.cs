using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios;

/// <summary>One step of a scenario.</summary>
public sealed class ScenarioStep
{
    internal ScenarioStep(ScalarNode key, string? process, SourceMark processMark, StepDefinition definition, StepArguments arguments)
    {
        Key = key;
        Process = process;
        ProcessMark = processMark;
        Definition = definition;
        Arguments = arguments;
    }

    /// <summary>Where it stands in the file.</summary>
    public SourceMark Mark => Key.Mark;

    /// <summary>It in one line, as written: <c>child madvise: { range: "a[0..1/2]", advice: dontneed }</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Name of the acting process; null for a step that no process does.</summary>
    public string? Process { get; }

    /// <summary>What kind of step it is.</summary>
    public StepDefinition Definition { get; }

    /// <summary>How many of the steps after it are done together, if it says so.</summary>
    internal int Inner { get; init; }

    internal ScalarNode Key { get; }

    internal SourceMark ProcessMark { get; }

    internal StepArguments Arguments { get; }

    /// <summary>An error was found while it was read: its arguments are incomplete.</summary>
    internal bool IsBroken { get; init; }
}
