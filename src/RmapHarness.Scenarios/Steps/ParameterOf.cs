namespace RmapHarness.Scenarios.Steps;

/// <summary>A parameter with the type that its values are read to.</summary>
internal sealed class Parameter<T> : Parameter
    where T : class
{
    private Parameter(string name, ParameterType<T> type, bool isRequired, string? defaultText, string doc)
        : base(name, type, isRequired, defaultText, doc)
    {
    }

    public static Parameter<T> Required(string name, ParameterType<T> type, string doc) => new(name, type, true, null, doc);

    public static Parameter<T> Optional(string name, ParameterType<T> type, string? defaultText, string doc) =>
        new(name, type, false, defaultText, doc);

    /// <summary>Says what generated scenarios take.</summary>
    /// <param name="oneIn">An optional parameter is there in one of so many.</param>
    /// <param name="samples">The values; see <see cref="Parameter.Samples"/>.</param>
    public Parameter<T> Sampled(int oneIn, params string[] samples)
    {
        OneIn = oneIn;
        Samples = samples;
        return this;
    }

    /// <summary>Generated scenarios take some words more often than the others.</summary>
    /// <param name="words">Each counts once more for each time that it is here.</param>
    public Parameter<T> Preferring(params string[] words) => Sampled(OneIn, [.. Type.AllowedValues, .. words]);

    /// <summary>Generated scenarios take a value every other time while there is a swap area.</summary>
    public Parameter<T> OftenWithSwap(string sample)
    {
        SampleWithSwap = sample;
        return this;
    }

    /// <summary>Generated scenarios leave it out.</summary>
    public Parameter<T> NotSampled() => Sampled(1);
}
