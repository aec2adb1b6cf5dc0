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
}
