using RmapHarness.Scenarios.Quantities;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Reading;

/// <summary>Reads <c>steps</c>.</summary>
internal static class StepsReader
{
    private const string Together = "together";

    /// <summary>The steps, broken ones included; null after reporting that there are none.</summary>
    public static IReadOnlyList<ScenarioStep>? Read(Node? node, Diagnostics diagnostics)
    {
        if (node is null)
            return null;
        if (node is not SequenceNode { Items.Count: > 0 } sequence)
        {
            diagnostics.Add(node.Mark, "'steps' is a list with at least one step");
            return null;
        }

        List<ScenarioStep> steps = [.. sequence.Items.SelectMany((item, i) => ReadItem(item, sequence.Items.ElementAtOrDefault(i + 1), diagnostics))];
        if (steps.Count > Limits.Steps)
        {
            diagnostics.Add(steps[Limits.Steps].Mark, $"a scenario has at most {Limits.Steps} steps");
            return null;
        }

        if (!steps.Exists(step => step.Definition is ObserveStep or UnknownStep))
            diagnostics.Add(sequence.Mark, "nothing is ever observed: add '- observe: all'");
        return steps;
    }

    // A block becomes its own step and those in it, which end with the observation that follows.
    private static IEnumerable<ScenarioStep> ReadItem(Node item, Node? next, Diagnostics diagnostics)
    {
        if (item is not MappingNode { Entries: [{ Key: { Text: Together } key, Value: MappingNode arguments }] })
            return [ReadStep(item, diagnostics)];
        if (InnerSteps(key, arguments, next, diagnostics) is not { } items)
            return [Broken(key)];
        var others = arguments.Entries.Where(entry => entry.Key.Text != TogetherStep.StepsKey).ToList();
        return [ReadStep(key, new MappingNode(arguments.Mark, others), diagnostics, items.Count), .. items.Select(step => ReadStep(step, diagnostics))];
    }

    private static IReadOnlyList<Node>? InnerSteps(ScalarNode key, MappingNode arguments, Node? next, Diagnostics diagnostics)
    {
        if (next is not MappingNode { Entries: [{ Key.Text: "observe" }] })
            diagnostics.Add(key.Mark, $"'{Together}' is followed by 'observe', when all have come to rest");
        else if (arguments.Entries.FirstOrDefault(entry => entry.Key.Text == TogetherStep.StepsKey).Value is not SequenceNode { Items.Count: > 0 } inner)
            diagnostics.Add(key.Mark, $"'{Together}' has a list '{TogetherStep.StepsKey}' with the steps that are done at the same time");
        else if (inner.Items.FirstOrDefault(item => item is MappingNode { Entries: [{ Key.Text: Together }] }) is { } nested)
            diagnostics.Add(nested.Mark, $"a '{Together}' is not part of another one");
        else
            return inner.Items;
        return null;
    }

    private static ScenarioStep ReadStep(Node item, Diagnostics diagnostics)
    {
        if (item is ScalarNode sentence)
        {
            diagnostics.Add(item.Mark, "a step is 'PROCESS STEP: { arguments }'", $"{sentence.Text}: {{}}");
            return Broken(sentence);
        }

        if (item is not MappingNode { Entries.Count: > 0 } mapping)
        {
            diagnostics.Add(item.Mark, "a step is 'PROCESS STEP: { arguments }'");
            return Broken(new ScalarNode(item.Mark, "", true, null));
        }

        if (mapping.Entries.Count > 1)
        {
            diagnostics.Add(mapping.Entries[1].Key.Mark, "a step has one key; the next step begins with '- '");
            return Broken(mapping.Entries[0].Key);
        }

        var (key, value) = mapping.Entries[0];
        return ReadStep(key, value, diagnostics);
    }

    /// <summary>One step; broken after reporting what is wrong.</summary>
    internal static ScenarioStep ReadStep(ScalarNode key, Node value, Diagnostics diagnostics, int inner = 0)
    {
        var words = key.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = words.Length == 0 ? "" : words[^1];
        var nameMark = key.At(key.Text.LastIndexOf(name, StringComparison.Ordinal));
        if (words.Length > 2)
        {
            diagnostics.Add(key.Mark, $"{Printable.Quote(key.Text)} is not a step: write 'PROCESS STEP' or 'observe'");
            return Broken(key);
        }

        if (StepCatalogue.Find(name) is not { } definition)
        {
            var known = StepCatalogue.All.Select(step => step.Name);
            diagnostics.Add(nameMark, $"there is no step {Printable.Quote(name)}", Spelling.Nearest(name, known));
            return Broken(key);
        }

        var process = words.Length == 2 ? words[0] : null;
        if (process is null == definition.HasProcess)
        {
            diagnostics.Add(
                key.Mark,
                definition.HasProcess ? $"'{name}' is done by a process: 'PROCESS {name}'" : $"no process does '{name}'",
                definition.HasProcess ? null : name);
            return Broken(key);
        }

        if (process is not null && Names.Problem(process, "") is { } problem)
        {
            diagnostics.Add(key.At(problem.Offset), problem.Message);
            return Broken(key);
        }

        var arguments = ArgumentsReader.Read(definition, key, value, diagnostics, out var isComplete);
        return new ScenarioStep(key, process, key.At(0), definition, arguments)
        {
            Text = NodeText.Of(key, value),
            IsBroken = !isComplete,
            Inner = inner,
        };
    }

    private static ScenarioStep Broken(ScalarNode key) =>
        new(key, null, key.Mark, UnknownStep.Instance, StepArguments.None) { Text = key.Text, IsBroken = true };
}
