using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The arguments of one step.</summary>
internal sealed class StepArguments
{
    private readonly Dictionary<Parameter, Argument> arguments = [];

    public static StepArguments None { get; } = new();

    public void Set(Parameter parameter, Argument argument) => arguments[parameter] = argument;

    /// <summary>Whether a value is there: written, or a default.</summary>
    public bool Has(Parameter parameter) => arguments.ContainsKey(parameter);

    /// <summary>A value that is there: required, or with a default.</summary>
    public T Get<T>(Parameter<T> parameter)
        where T : class => (T)arguments[parameter].Value;

    /// <summary>A value, or null if it was left out.</summary>
    public T? Find<T>(Parameter<T> parameter)
        where T : class => arguments.TryGetValue(parameter, out var argument) ? (T)argument.Value : null;

    /// <summary>Where a value that is there was written.</summary>
    public ScalarNode NodeOf(Parameter parameter) => arguments[parameter].Node;
}
