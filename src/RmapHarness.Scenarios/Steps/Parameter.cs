namespace RmapHarness.Scenarios.Steps;

/// <summary>One parameter of a step.</summary>
public abstract class Parameter
{
    private protected Parameter(string name, ParameterType type, bool isRequired, string? defaultText, string doc)
    {
        Name = name;
        Type = type;
        IsRequired = isRequired;
        DefaultText = defaultText;
        Doc = doc;
    }

    /// <summary>Its key.</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public ParameterType Type { get; }

    /// <summary>The step is wrong without it.</summary>
    public bool IsRequired { get; }

    /// <summary>What it is if it is left out, as an author would write it; null: then nothing.</summary>
    public string? DefaultText { get; }

    /// <summary>What it means, in one line.</summary>
    public string Doc { get; }

    /// <summary>What generated scenarios take, one as often as it is there; null: any value of the type. Empty: they leave it out.</summary>
    public IReadOnlyList<string>? Samples { get; private protected set; }

    /// <summary>What generated scenarios take instead, every other time, while there is a swap area; null: nothing else.</summary>
    public string? SampleWithSwap { get; private protected set; }

    /// <summary>An optional parameter is there in one of so many generated steps.</summary>
    public int OneIn { get; private protected set; } = 4;
}
