namespace RmapHarness.Bench;

/// <summary>One thing that <c>./run.sh bench</c> measures. A new one is a class of its own folder and a line in <see cref="AllMeasures"/>.</summary>
internal interface IMeasure
{
    /// <summary>Its word on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, for <c>--list</c>.</summary>
    string About { get; }

    /// <summary>Measures; all numbers of a ratio come from this call.</summary>
    /// <param name="progress">For people, on standard error.</param>
    /// <param name="cancellation">Stops early; nothing that was started stays behind.</param>
    /// <returns>One figure a line.</returns>
    /// <exception cref="NotMeasuredException">This machine cannot, or not now.</exception>
    Task<IReadOnlyList<Figure>> RunAsync(IProgress<string> progress, CancellationToken cancellation);
}
